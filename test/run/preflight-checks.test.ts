import { describe, expect, it } from 'vitest';
import type { LocalPorts } from '../../src/platform/process/local-ports.ts';
import type { GeneratorNeeds, MachineLimits } from '../../src/run/preflight/machine-needs.ts';
import { preflightChecks } from '../../src/run/preflight/preflight-checks.ts';
import { judgeFindings } from '../../src/run/preflight-generator.ts';
import type { PlannedPeak } from '../../src/scenario/plan/planned-peak.ts';
import { refusal } from '../support/refusal.ts';

const MIB = 1_048_576;
const UNKNOWN: MachineLimits = { openFiles: undefined, ports: undefined, memoryBytes: undefined };
const AWAY = { ends: ['192.0.2.1:443'], loopback: false };
const HERE = { ends: ['127.0.0.1:4010'], loopback: true };

type Needs = Partial<Omit<GeneratorNeeds, 'peak'>> & { readonly peak?: Partial<PlannedPeak> };

function needsOf({ peak, ...needs }: Needs): GeneratorNeeds {
  const connections = peak?.connections ?? 1000;
  const usual = { users: connections, connections, maxConnections: connections, connectsPerSecond: 0, connects: 0 };
  return {
    destinations: [AWAY],
    localAddresses: 0,
    workers: 1,
    mock: false,
    ...needs,
    peak: { ...usual, ...peak },
  };
}

const findingsOf = (room: Partial<MachineLimits>, needs: Needs) =>
  preflightChecks({ ...UNKNOWN, ...room }, needsOf(needs));

it('a machine without known limits passes', () => {
  expect(findingsOf({}, { peak: { connections: 1_000_000 } })).toEqual([]);
});

describe('the open file limit', () => {
  it.each<[number, Needs, readonly string[]]>([
    [1055, {}, []],
    [1054, {}, ['impossible']],
    [1060, { workers: 2 }, []],
    [1059, { workers: 2 }, ['impossible']],
    [2054, { destinations: [AWAY, HERE] }, ['impossible']],
    [2055, { destinations: [AWAY, HERE] }, []],
    [2054, { peak: { maxConnections: 2000 } }, ['tight']],
    [2055, { peak: { maxConnections: 2000 } }, []],
    [Number.POSITIVE_INFINITY, { peak: { connections: 1_000_000 } }, []],
  ])('%d for %j: %j', (openFiles, needs, kinds) => {
    expect(findingsOf({ openFiles }, needs).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is reported with the command that raises it', () => {
    const [finding] = findingsOf({ openFiles: 256 }, {});
    expect(finding!.text).toBe(
      'the plan has 1,000 connections open at once, but the open-file limit is 256, and palaver needs 55 for other files',
    );
    expect(finding!.fix).toContain('ulimit -n 1055 ');
  });
});

describe('local ports', () => {
  const PORTS: LocalPorts = { count: 1000, reuse: 'none', maxLingering: Number.POSITIVE_INFINITY };
  const four = { ends: ['192.0.2.1:443', '192.0.2.2:443', '192.0.2.3:443', '192.0.2.4:443'], loopback: false };
  const other = { ends: ['192.0.2.9:443'], loopback: false };
  const busy = { connections: 400, connectsPerSecond: 11, connects: 100_000 };

  it.each<[string, Needs, readonly string[], Partial<LocalPorts>?]>([
    ['one for each connection', {}, []],
    ['one too few', { peak: { connections: 1001 } }, ['impossible']],
    ['as many again for each address of the target', { peak: { connections: 4000 }, destinations: [four] }, []],
    [
      'not enough for each of them',
      { peak: { connections: 4001 }, destinations: [four] },
      ['impossible', 'impossible', 'impossible', 'impossible'],
    ],
    ['as many again for another target', { destinations: [AWAY, other] }, []],
    ['the same for two targets at one address', { destinations: [AWAY, AWAY] }, ['impossible']],
    ['the same where two targets share an address', { destinations: [AWAY, four] }, ['impossible']],
    ['perhaps too few', { peak: { maxConnections: 1001 } }, ['tight']],
    ['lingering ones', { peak: busy }, ['tight']],
    ['lingering ones that fit', { peak: { ...busy, connectsPerSecond: 10 } }, []],
    ['few lingering ones, as few are opened in all', { peak: { ...busy, connects: 1000 } }, []],
    ['one lingering more', { peak: { ...busy, connects: 1001 } }, ['tight']],
    ['few lingering ones, as the kernel keeps no more', { peak: busy }, [], { maxLingering: 600 }],
    ['lingering ones that are reused', { peak: busy }, [], { reuse: 'all' }],
    ['lingering ones that would be reused on loopback', { peak: busy }, ['tight'], { reuse: 'loopback' }],
    ['lingering ones that are reused on loopback', { peak: busy, destinations: [HERE] }, [], { reuse: 'loopback' }],
    [
      'reused ones that still linger for a second',
      { peak: { ...busy, connectsPerSecond: 601 } },
      ['tight'],
      { reuse: 'all' },
    ],
    ['as many again for each local address', { peak: { connections: 3000 }, localAddresses: 3 }, []],
    ['too few for all local addresses', { peak: { connections: 3001 }, localAddresses: 3 }, ['impossible']],
    [
      'of local addresses, the same for all targets',
      { peak: { connections: 1501 }, localAddresses: 3, destinations: [AWAY, other] },
      ['impossible'],
    ],
    [
      'of local addresses, the same for all addresses of a target',
      { peak: { connections: 3001 }, localAddresses: 3, destinations: [four] },
      ['impossible'],
    ],
    ['of local addresses, never reused', { peak: busy, localAddresses: 1 }, ['tight'], { reuse: 'all' }],
  ])('%s', (_name, needs, kinds, more = {}) => {
    expect(findingsOf({ ports: { ...PORTS, ...more } }, needs).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('are reported with the address they go to, and the remedy', () => {
    const [lacking] = findingsOf({ ports: PORTS }, { peak: { connections: 2500 } });
    expect(lacking!.text).toBe(
      'the plan has 2,500 connections to 192.0.2.1:443 at once, and this machine has 1,000 local ports for them',
    );
    expect(lacking!.fix).toBe(
      'sysctl -w net.ipv4.ip_local_port_range="1024 65535", or connect from 3 addresses of this machine with --local-address',
    );
    const [lingering] = findingsOf({ ports: PORTS }, { peak: busy });
    expect(lingering!.text).toContain('400 connections to 192.0.2.1:443 at once, and up to 660 closed within 60 s');
  });

  it('get no advice to widen the range if that is not enough', () => {
    const fixOf = (connections: number, localAddresses: number, count = 1000) =>
      findingsOf({ ports: { ...PORTS, count } }, { peak: { connections }, localAddresses })[0]!.fix;
    expect(fixOf(70_000, 0)).toBe('connect from 70 addresses of this machine with --local-address');
    expect(fixOf(70_000, 2)).toContain('sysctl');
    expect(fixOf(70_000, 0, 64_512)).toBe('connect from 2 addresses of this machine with --local-address');
  });
});

describe('available memory', () => {
  // 96 MiB and 60 KiB for each of the users.
  const users = 16_384;
  const wanted = (96 + 960) * MIB;

  it.each<[string, number, Needs, readonly string[]]>([
    ['plenty', wanted * 2, {}, []],
    ['more than seven tenths of it', Math.floor(wanted / 0.69), {}, []],
    ['hardly enough', Math.floor(wanted / 0.71), {}, ['tight']],
    ['just enough', wanted, {}, ['tight']],
    ['too little', wanted - 1, {}, ['too-much']],
    ['too little for a further worker', wanted, { workers: 2 }, ['too-much']],
    ['too little for another target', wanted, { destinations: [AWAY, HERE] }, ['too-much']],
    ['too little for the mock endpoint', wanted, { mock: true }, ['too-much']],
  ])('%s', (_name, memoryBytes, needs, kinds) => {
    expect(findingsOf({ memoryBytes }, { peak: { users }, ...needs }).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is reported with the required and the available amount', () => {
    const [finding] = findingsOf({ memoryBytes: 512 * MIB }, { peak: { users } });
    expect(finding!.text).toBe(
      'the plan needs about 1.03 GiB of memory (16,384 virtual users of about 60 KiB), but only 512 MiB are available',
    );
  });
});

describe('a missing resource', () => {
  const impossible = { kind: 'impossible', text: 'too many files', fix: 'ulimit -n 9' } as const;
  const estimated = { kind: 'too-much', text: 'too much memory', fix: 'plan less' } as const;
  const tight = { kind: 'tight', text: 'few ports', fix: 'add some' } as const;

  it('ends the run with 112, with all missing resources and their remedies', () => {
    const error = refusal(() => judgeFindings([impossible, tight, estimated], false));
    expect(error.exit).toBe('incomplete');
    expect(error.message).toBe('this machine cannot run the plan: too many files; too much memory');
    expect(error.hint).toBe('ulimit -n 9; plan less');
  });

  it('is only a warning with --yes if it is an estimate', () => {
    expect(refusal(() => judgeFindings([estimated], false)).hint).toBe('plan less; run anyway with --yes');
    expect(judgeFindings([estimated, tight], true)).toEqual(['too much memory: plan less', 'few ports: add some']);
    expect(refusal(() => judgeFindings([impossible, estimated], true)).message).toMatch(/: too many files$/);
  });

  it('is a warning if it may be enough', () => {
    expect(judgeFindings([tight], false)).toEqual(['few ports: add some']);
  });
});
