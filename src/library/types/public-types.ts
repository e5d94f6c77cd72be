import { COUNTERS, RATES, TRENDS } from '../../measure/metrics.ts';
import { readTextFile } from '../../platform/files/read-file.ts';
import { comparisonJsonSchema } from '../../report/comparison/comparison-schema.ts';
import { reportJsonSchema } from '../../report/report-schema.ts';
import { scenarioJsonSchema } from '../../scenario/scenario-json-schema.ts';
import { declareTypes } from './declare-types.ts';

const MADE = '// Generated from the JSON Schema; do not edit.';
const FUNCTION_TYPES = 'src/hooks/function-types.ts';
const FUNCTIONS =
  "\nimport type { CheckFunction, SayFunction, SetupFunction, StepFunction, TeardownFunction } from './functions.js';";

/** The type of a function, by the keys where a scenario has it. */
function functionIn(within: readonly string[]): string {
  const [, last = '', innermost = ''] = ['', '', ...within].slice(-3);
  if (within.includes('setup')) return 'SetupFunction';
  if (within.includes('teardown')) return 'TeardownFunction';
  if (innermost !== 'call') return 'StepFunction';
  return { say: 'SayFunction', Expectation: 'CheckFunction' }[last] ?? 'StepFunction';
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: a type of such texts
const VARIABLE = [
  '/** A text with a variable, where a number or a word is expected: `"${USERS}"`. */',
  'export type Variable = `${string}\\${${string}}${string}`;',
];
const LABELLED = '`${string}{${string}}`';
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: a type of such texts

/** The metrics of a report by name: whether it is a trend, a counter or a rate. */
function metricsType(): string {
  const members = ([TRENDS, COUNTERS, RATES] as const).flatMap((names, index) => {
    const kind = ['Trend', 'Counter', 'Rate'][index];
    return Object.entries(names).map(([name, text]) => `  /** ${text} */\n  readonly ${name}?: ${kind} | undefined;`);
  });
  return [
    '/** Metrics by name; those without values are absent. */',
    'export type Metrics = {',
    ...members,
    '  /** The part of a metric that has a label: `reply{position:1}`, `first_output{of:completed}`. */',
    `  readonly [part: ${LABELLED}]: Trend | Counter | Rate | undefined;`,
    '};',
  ].join('\n');
}

/** The generated files of dist/types/, by name. */
export function publicTypes(): Readonly<Record<string, string>> {
  return {
    'functions.d.ts': `${MADE.replace('the JSON Schema', FUNCTION_TYPES)}\n\n${readTextFile(FUNCTION_TYPES, 'source')}`,
    'scenario.d.ts': declareTypes(scenarioJsonSchema(), {
      name: 'ScenarioDefinition',
      about: 'A scenario: conversations and their load. Its keys are those of a scenario file.',
      head: [MADE, FUNCTIONS, '', ...VARIABLE],
      given: { function: (within) => `string | ${functionIn(within)}` },
    }),
    'report.d.ts': declareTypes(reportJsonSchema(), {
      name: 'Report',
      about: 'The result of a run, as in its report.json. Durations in ms.',
      head: [MADE, '', metricsType()],
      properties: { metrics: 'Metrics' },
    }),
    'comparison.d.ts': declareTypes(comparisonJsonSchema(), {
      name: 'Comparison',
      about: 'Two runs, compared; as `palaver compare --out json=FILE` writes it.',
      head: [MADE],
    }),
  };
}
