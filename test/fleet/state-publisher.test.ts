import { expect, it } from 'vitest';
import { StatePublisher } from '../../src/fleet/agent/state-publisher.ts';
import type { FleetConnection } from '../../src/fleet/wire/fleet-connection.ts';
import { parsePart } from '../../src/fleet/wire/parts.ts';
import { subjectsOf } from '../../src/fleet/wire/subjects.ts';
import { FakeTime } from '../support/fake-time.ts';

/** A publisher, and what it has published: instant, kind and content. */
function publisher() {
  const time = new FakeTime(0);
  const said: string[] = [];
  const connection = {
    subjects: subjectsOf('default'),
    maxBytes: 1024 * 1024,
    publish: (_: string, message: Uint8Array) => {
      const { header, bytes } = parsePart(message)!;
      said.push(`${time.nowUs() / 1000} ${header.kind} ${header.sequence} ${bytes}`.trim());
    },
  } as unknown as FleetConnection;
  const system = { clock: time, timers: time };
  return { time, said, publisher: new StatePublisher('run', { connection, id: 'a', system }) };
}

it('the first shard file is published at once; later ones are announced, and the newest is sent on request', () => {
  const { said, publisher: one } = publisher();
  for (const file of ['first', 'second', 'third']) one.saved(Buffer.from(file));
  expect(said.splice(0)).toEqual(['0 saved 1 first', '0 news 1', '0 news 2']);
  one.repeat();
  expect(said.splice(0)).toEqual(['0 saved 3 third']);
});

it('at the end of the load, the last shard file is the final one, and stays so', () => {
  const { said, publisher: one } = publisher();
  for (const file of ['first', 'last']) one.saved(Buffer.from(file));
  one.end(true);
  one.end(true);
  one.repeat();
  expect(said).toEqual(['0 saved 1 first', '0 news 1', '0 news 2', '0 final 2 last']);
});

it('agents of a run publish their live states one after another, each every second until its load ends', async () => {
  const instants = await Promise.all(
    [0, 1, 2, 3].map(async (index) => {
      const { time, said, publisher: one } = publisher();
      one.follow(() => Buffer.from('live'), { index, count: 4 });
      await time.advance(3500);
      one.end(true);
      await time.advance(3000);
      return said.map((text) => Number(text.split(' ')[0]));
    }),
  );
  expect(instants).toEqual([
    [1000, 2000, 3000],
    [1250, 2250, 3250],
    [1500, 2500, 3500],
    [1750, 2750],
  ]);
});

it('a load that ends before its first live state publishes none', async () => {
  const { time, said, publisher: one } = publisher();
  one.follow(() => Buffer.from('live'), { index: 3, count: 4 });
  one.end(true);
  await time.advance(3000);
  expect([said, time.armed]).toEqual([[], 0]);
});
