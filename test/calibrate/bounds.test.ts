import { describe, expect, it } from 'vitest';
import { boundedLoads } from '../support/bounded-loads.ts';
import { BUILD_HINT, isBuilt } from '../support/built-executor.ts';
import { joinedTurns } from '../support/reference-load.ts';

const TROUBLED = ['2,000 turns a second', "another's work in timers"];
const LOADS = boundedLoads(1).filter(({ name }) => TROUBLED.includes(name));

/** What holds however slow the machine is; how tight the bounds are is measured by `npm run bench -- bounds`. */
describe.skipIf(!isBuilt)(`upper bounds of arrivals${BUILD_HINT}`, () => {
  it.each(LOADS)('are never before the reference endpoint sent the reply, with $name', async (load) => {
    const turns = await joinedTurns(load);
    expect(turns.length).toBeGreaterThan(0);
    const impossible = turns.filter(
      ({ sent, arrived, reference }) =>
        arrived.hiUs < reference.sent.loUs || reference.received.hiUs < sent.loUs || arrived.hiUs < arrived.loUs,
    );
    expect(impossible).toEqual([]);
  });
});
