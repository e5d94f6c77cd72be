/** Code of a user of the library: compiled with its types, never run. A line that must not compile says so. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenarios look like this
import {
  type Comparison,
  type Counter,
  compare,
  defineScenario,
  type FunctionContext,
  KnownError,
  type Rate,
  type Report,
  type RunObserver,
  type RunOptions,
  readReport,
  run,
  type ScenarioDefinition,
  type Step,
  type StepFunction,
  type Trend,
  type TurnSettings,
} from 'palaver';

const shared: readonly Step[] = ['hello', { say: 'a table', expect: { text: { matches: '/when/i' } } }];
const patient: TurnSettings = { think: '5s', onFailure: 'continue' };
const login: StepFunction = ({ row }) => ({ token: String(row.user) });
const isShort = ({ replies }: FunctionContext) => replies.every(({ text }) => text.length < 200) || 'too long';
const hasLoad = Number('1') > 0;

export const scenario: ScenarioDefinition = defineScenario({
  // What is undefined is absent.
  load: hasLoad ? { closed: { vus: 20, duration: '1m', stages: [{ '30s': 50 }] } } : undefined,
  targets: { eu: 'https://host/TOKEN', us: { url: '${US_URL}', socketio: 4 } },
  conversations: [
    {
      weight: 2,
      steps: [
        ...shared,
        { call: login },
        { press: 2, as: 'day', expect: { call: isShort }, ...patient },
        { repeat: { while: { text: 'more' }, atMost: 3, steps: ['next', { pause: '2s' }] } },
        { branch: [{ when: { quickReplies: ['Yes'] }, steps: [{ press: 'Yes' }] }, { otherwise: ['no'] }] },
        { say: { oneOf: ['a', 'b'], data: { any: [1, { thing: true }] } }, completion: { quiet: '800ms' } },
        { wait: 'any' },
        { reconnect: {} },
      ],
    },
  ],
  thresholds: ['turn p(95) < 1s', { expression: 'turn_failure < 1%', abort: true }],
});

// @ts-expect-error an unknown key of the scenario
defineScenario({ loads: {}, conversations: [{ steps: ['a'] }] });
// @ts-expect-error an unknown key of a step
defineScenario({ conversations: [{ steps: [{ sayy: 1 }] }] });
// @ts-expect-error an unknown key next to a known one
defineScenario({ conversations: [{ steps: [{ say: 'a', expects: { text: 'b' } }] }] });
// @ts-expect-error an unknown key of a nested step
defineScenario({ conversations: [{ steps: [{ repeat: { times: 2, steps: [{ sayy: 1 }] } }] }] });
// @ts-expect-error an unknown key of a load
defineScenario({ load: { closed: { users: 5 } }, conversations: [{ steps: ['a'] }] });
// @ts-expect-error a number without a unit
defineScenario({ conversations: [{ steps: [{ say: 'a', timeout: 30 }] }] });
// @ts-expect-error a text that is no variable in place of a number
defineScenario({ load: { closed: { vus: 'ten' } }, conversations: [{ steps: ['a'] }] });
defineScenario({ load: { closed: { vus: '${USERS}' } }, conversations: [{ steps: ['a'] }] });
// @ts-expect-error no conversations
defineScenario({});

const options: RunOptions = {
  target: { eu: 'https://host/TOKEN' },
  vus: 20,
  rate: '5/s',
  signal: AbortSignal.timeout(9),
};
// @ts-expect-error an unknown option
run(scenario, { vuss: 1 });

export async function use(): Promise<void> {
  const observer: RunObserver = {
    progress: ({ turns }) => void turns.toFixed(),
    report: ({ run: { id } }) => void id.length,
  };
  const report: Report = await run(scenario, { ...options, observer });
  const p95: number | null | undefined = report.metrics.turn?.p95;
  const failed: number | undefined = report.metrics.turns_timed_out?.count;
  const completion: number | null | undefined = report.metrics.conversation_completion?.value;
  const first: Trend | Counter | Rate | undefined = report.metrics['reply{position:1}'];
  // @ts-expect-error no metric
  report.metrics.turns;
  const status: 'pass' | string = report.verdict.status;
  const comparison: Comparison = await compare(await readReport('reports/before'), report, { gate: ['turn p95'] });
  const exitCode: number = comparison.verdict.exitCode;
  await run('talk.ts').catch((error: unknown) => {
    if (error instanceof KnownError) return [error.exitCode, error.hint?.length, error.exit === 'unreachable'];
    throw error;
  });
  void [p95, first, failed, completion, status, exitCode];
}
