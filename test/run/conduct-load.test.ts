import { expect, it } from 'vitest';
import type { ObservedRun } from '../../src/live/run-observer.ts';
import { sleep } from '../../src/platform/time/sleep.ts';
import { conductLoad } from '../../src/run/conduct/conduct-load.ts';
import type { ReadyLoad } from '../../src/run/conduct/ready-load.ts';
import { StopRequests } from '../../src/run/conduct/stop-requests.ts';
import { FakeTime } from '../support/fake-time.ts';
import { TestSystem } from '../support/test-system.ts';

/** A load of `loadMs` whose saving takes `saveMs`, or fails; what happened, and when, in ms. */
async function conducted(loadMs: number, saveMs: number, fails = false) {
  const time = new FakeTime(0);
  const system = { clock: time, timers: time };
  const said: string[] = [];
  const say = (what: string) => said.push(`${time.nowUs() / 1000} ${what}`);
  const load = {
    start: () => sleep(system, loadMs).then(() => []),
    stop() {},
    interrupt() {},
  } as unknown as ReadyLoad<ObservedRun> & ObservedRun;
  let saves = 0;
  const save = async () => {
    saves++;
    say('save');
    await sleep(system, saveMs);
    if (fails && saves > 1) throw new Error('the disk is full');
    say('saved');
  };
  const result = conductLoad(
    {
      load,
      identity: {} as never,
      observers: [],
      requests: new StopRequests(new TestSystem({}, time), load, () => {}),
      save,
      what: 'report',
      conclude: () => say('conclude'),
      lost: undefined,
      onNotice: say,
    },
    system,
  );
  await time.advance(60_000);
  await result;
  return said;
}

it('saving that takes longer than its period is not overtaken, and is over before the end is saved', async () => {
  expect(await conducted(22_000, 6000)).toEqual([
    '0 save',
    '6000 saved',
    '11000 save',
    '17000 saved',
    '21000 save',
    '27000 saved',
    '27000 conclude',
  ]);
});

it('saving that fails during the load is reported, and tried again', async () => {
  const failure = 'the report could not be saved during the run: the disk is full';
  expect(await conducted(12_000, 10, true)).toEqual([
    '0 save',
    '10 saved',
    '5010 save',
    `5020 ${failure}`,
    '10010 save',
    `10020 ${failure}`,
    '12000 conclude',
  ]);
});
