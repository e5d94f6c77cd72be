import type { ReferenceLoad } from './reference-load.ts';

/** A load that makes it hard to say when a reply came. */
export interface BoundedLoad extends ReferenceLoad {
  readonly name: string;
  /** Fewer turns than that would prove nothing. */
  readonly atLeast: number;
  /** The trouble was there: minimum width of the median and of the widest bounds, ms. */
  readonly usualMs: number;
  readonly widestMs: number;
  /** The load thread holds its core so long at a time, ms: the kernel may hand over only then what the thread has sent. */
  readonly holdsCoreMs: number;
}

const BLOCK = `
  const nowUs = () => Number(process.hrtime.bigint()) / 1000;
  const block = (ms) => { for (const untilUs = nowUs() + ms * 1000; nowUs() < untilUs; ); };
`;

/** Another's work in timers of the load thread, ms: so often, so long. */
const inTimers = (everyMs: number, work: string) => `${BLOCK} setInterval(() => block(${work}), ${everyMs});`;

/** Work in whoever hears that the endpoint types. */
const inTypingHandler = (ms: number) => `${BLOCK}
  import(${JSON.stringify(new URL('../../.build/conversation/live-conversation.js', import.meta.url).href)}).then((module) => {
    const { prototype } = module.LiveConversation;
    const { step } = prototype;
    prototype.step = function (event, ...rest) {
      step.call(this, event, ...rest);
      if (event.kind === 'typing') block(${ms});
    };
  });
`;

/** Each user holds one long conversation. */
function longTalk(vus: number, thinkMs: number, delayMs: number, seconds: number): string {
  const cycleMs = thinkMs + delayMs;
  return `
load: { closed: { vus: ${vus}, conversations: ${vus}, startSpread: ${cycleMs}ms } }
conversations:
  - name: long talk
    steps:
      - repeat: { times: ${Math.ceil((seconds * 1000) / cycleMs)}, steps: [{ say: and now?, think: ${thinkMs}ms }] }
`;
}

/** Users that come and go beside those who hold long conversations: most turns are the latter's. */
function comingAndGoing(connectsPerSecond: number, seconds: number): string {
  return `
load: { open: { rate: ${connectsPerSecond}/s, duration: ${seconds}s, maxVus: 2000 } }
conversations:
  - { name: short, weight: 19, steps: [{ say: hello, think: 0s }] }
  - name: long talk
    weight: 1
    steps:
      - repeat: { times: 30, steps: [{ say: and now?, think: 40ms }] }
`;
}

/** Six kinds of load that last so many seconds each. */
export function boundedLoads(seconds: number): readonly BoundedLoad[] {
  const capacity = 10_000 * seconds;
  const reference = { delay: 'lognormal 30ms 0.4' };
  return [
    {
      name: 'an idle thread',
      scenario: longTalk(5, 60, 30, seconds),
      ...{ reference, capacity, atLeast: 40 * seconds, usualMs: 0, widestMs: 0, holdsCoreMs: 0 },
    },
    {
      name: '2,000 turns a second',
      scenario: longTalk(200, 70, 30, seconds),
      ...{ reference, capacity, atLeast: 1000 * seconds, usualMs: 0, widestMs: 0.3, holdsCoreMs: 0 },
    },
    {
      name: "another's work in timers",
      scenario: longTalk(20, 70, 30, seconds),
      trouble: inTimers(15, '3 + 2 * Math.random()'),
      ...{ reference, capacity, atLeast: 100 * seconds, usualMs: 0, widestMs: 3, holdsCoreMs: 5 },
    },
    {
      name: '8 ms of work whenever the endpoint types',
      scenario: longTalk(10, 140, 30, seconds),
      trouble: inTypingHandler(8),
      reference: { ...reference, typing: true },
      ...{ capacity, atLeast: 30 * seconds, usualMs: 0, widestMs: 8, holdsCoreMs: 8 },
    },
    {
      name: '400 connects a second beside the talk',
      scenario: comingAndGoing(400, seconds),
      ...{ reference, capacity, atLeast: 600 * seconds, usualMs: 0, widestMs: 0.3, holdsCoreMs: 0 },
    },
    {
      name: 'more turns than the thread can carry',
      scenario: longTalk(200, 70, 30, seconds),
      trouble: inTimers(15, '14'),
      ...{ reference, capacity, atLeast: 200 * seconds, usualMs: 14, widestMs: 14, holdsCoreMs: 14 },
    },
  ];
}
