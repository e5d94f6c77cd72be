import type { ReferenceLoad } from './reference-load.ts';

/** A load under which arrivals are hard to measure. */
export interface BoundedLoad extends ReferenceLoad {
  readonly name: string;
  /** Minimum number of turns for a meaningful result. */
  readonly atLeast: number;
  /** Proof of the disturbance: minimum width of the median and of the widest bounds, ms. */
  readonly usualMs: number;
  readonly widestMs: number;
  /** The load thread occupies its core for this time, ms: the kernel may deliver what it sent only afterwards. */
  readonly holdsCoreMs: number;
}

const BLOCK = `
  const nowUs = () => Number(process.hrtime.bigint()) / 1000;
  const block = (ms) => { for (const untilUs = nowUs() + ms * 1000; nowUs() < untilUs; ); };
`;

/** Unrelated work in timers of the load thread: interval and duration, ms. */
const inTimers = (everyMs: number, work: string) => `${BLOCK} setInterval(() => block(${work}), ${everyMs});`;

/** Work in the handler of typing events. */
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

/** Each user has one long conversation. */
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

/** Users with short conversations, and some with long ones, who have most of the turns. */
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

/** Six kinds of load, each of this number of seconds. */
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
      name: '400 connects per second during conversations',
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
