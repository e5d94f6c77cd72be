/** Results of synthetic agents: the live states and shard files of an agent with about 300 series, in their real size. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { shapeOf } from '../../../.build/engine/run-shape.js';
import { liveStateOf } from '../../../.build/fleet/agent/live-state.js';
import { Recorder } from '../../../.build/measure/recorder/recorder.js';
import { tee } from '../../../.build/measure/sample.js';
import { scopeTimesOf } from '../../../.build/run/conduct/scope-times-of.js';
import { SHARD_FILE_VERSION } from '../../../.build/run/shards/shard-file.js';
import { identityOfShards } from '../../../.build/run/shards/shard-identity.js';
import { maxTurnMs } from '../../../.build/scenario/plan/max-turn.js';
import { ScopedThresholds } from '../../../.build/verdict/scoped-thresholds.js';
import { record, SHAPE, stateOf, TABLE } from './shard-files.mjs';

/** Agents share this number of different results, because recording takes longer than what is measured here. */
const DIFFERENT = 20;

const HEALTH = {
  loopDelayP99Ms: 1.234,
  loopDelayMaxMs: 12.345,
  loopDelayMaxAtUs: 123_456_789.012,
  unreadMaxMs: 3.456,
  unreadMaxAtUs: 123_456_789.012,
  gcShare: 0.0123,
  gcMaxMs: 4.567,
  cpuShare: 0.4567,
  coversCoreWait: true,
};

/**
 * The results for a plan. Texts that differ per agent are the last ones in their JSON, so that the rest is compressed once:
 * gzip allows that a file has several parts.
 */
export class SyntheticResults {
  constructor(plan, { count, version }) {
    const targets = SHAPE.targets.map((name) => ({ name }));
    if (JSON.stringify(shapeOf(plan.scenario, targets)) !== JSON.stringify(SHAPE))
      throw new Error('the scenario has other series than the synthetic results');
    this.plan = { ...plan, targets };
    this.count = count;
    this.version = version;
    this.made = [];
    this.empty = this.fileOf(new Recorder(TABLE), this.scoped());
  }

  /** One after another: the agents answer meanwhile. */
  static async make(plan, how) {
    const results = new SyntheticResults(plan, how);
    for (let seed = 0; seed < Math.min(DIFFERENT, how.count); seed++) {
      results.made.push(results.makeOne(seed));
      await new Promise(setImmediate);
    }
    return results;
  }

  scoped() {
    const { scenario, load, targetOrder, targets } = this.plan;
    const times = scopeTimesOf({ maxTurnMs: maxTurnMs(scenario.conversations), load, targets, targetOrder });
    return new ScopedThresholds(scenario.thresholds, times, TABLE.keys);
  }

  makeOne(seed) {
    const recorder = new Recorder(TABLE);
    const scoped = this.scoped();
    record(recorder, seed, tee(recorder, scoped));
    return { file: this.fileOf(recorder, scoped), live: this.liveOf(recorder, scoped) };
  }

  liveOf(recorder, scoped) {
    const load = {
      recorder,
      scoped,
      elapsedMs: () => 0,
      findings: { errors: [] },
      shards: [{ name: '1', samplesLost: 0, findings: { health: HEALTH } }],
    };
    const { elapsedMs: _, activeVus: __, ...state } = liveStateOf(load, this.plan.scenario.thresholds, []);
    const text = JSON.stringify(state).slice(0, -1);
    return { packed: gzipSync(text, { level: 1 }), bytes: text.length, cells: state.cells };
  }

  fileOf(recorder, scoped) {
    const {
      identity: _,
      index: __,
      host: ___,
      snapshot,
      facts,
      ...state
    } = stateOf(0, this.count, recorder.snapshot());
    const { shards: ____, ...rest } = snapshot;
    const { thresholds } = this.plan.scenario;
    const kept = { ...state, facts: { ...facts, thresholds }, scoped: scoped.encode(300_000) };
    const text = `${JSON.stringify(kept).slice(0, -1)},"snapshot":${JSON.stringify(rest).slice(0, -1)}`;
    return { packed: gzipSync(text), hash: createHash('sha256').update(text), trends: snapshot.trends };
  }

  /** A live state, compressed, as agents send it. */
  live(index, { elapsedMs, activeVus }) {
    const { packed } = this.made[index % this.made.length].live;
    const end = JSON.stringify({ elapsedMs, activeVus }).replace('{', ',');
    return Buffer.concat([packed, gzipSync(end, { level: 1 })]);
  }

  /** The content of a shard file; `isEmpty`: at the start of the load. */
  file(index, startMs, isEmpty) {
    const { packed, hash } = isEmpty ? this.empty : this.made[index % this.made.length].file;
    const identity = identityOfShards(this.plan, { index, count: this.count, startMs }, this.version);
    const shards = JSON.stringify({ [`${index + 1}/${this.count}`]: 60 });
    const own = JSON.stringify({ identity, index, host: `generator-${index + 1}` }).replace('{', ',');
    const end = `,"shards":${shards}}${own}`;
    const sha256 = hash.copy().update(end).digest('hex');
    const head = JSON.stringify({ palaverShard: SHARD_FILE_VERSION, sha256 });
    return Buffer.concat([gzipSync(`${head}\n`), packed, gzipSync(`${end}\n`)]);
  }

  /** What one agent sends. */
  get sizes() {
    const { live, file } = this.made[0];
    const { trends, counters } = live.cells;
    return {
      liveTrends: trends.length,
      liveCounters: counters.length,
      liveJsonBytes: live.bytes,
      liveBytes: live.packed.length,
      fileBytes: file.packed.length,
    };
  }

  /** Turns in all shard files. */
  get turns() {
    const turnsIn = ({ file }) =>
      file.trends.reduce(
        (sum, { metric, upper, labels }) => sum + (metric === 'turn' && labels.step ? upper.count : 0),
        0,
      );
    const each = this.made.map(turnsIn);
    return Array.from({ length: this.count }, (_, index) => each[index % each.length]).reduce((a, b) => a + b);
  }
}
