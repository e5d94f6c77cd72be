import type { TracedText } from '../../measure/traces/trace-event.ts';
import type { Expectation } from '../../scenario/scenario.ts';
import { catchUnknownVariable } from '../../template/render-template.ts';
import type { Reply } from '../turn/open-turn.ts';
import { AS_WRITTEN, type CheckDeps } from './check-deps.ts';
import { failedCheck, wordCheck } from './describe-check.ts';
import { HASHED, IN_CLEAR } from './disclosure.ts';

export interface JudgedCheck {
  readonly passed: boolean;
  /** Expected and actual. */
  readonly text: TracedText;
}

/** Every check of an expectation, with its outcome, for traces: a failed one does not hide those after it. */
export function judgedChecks(expect: Expectation, replies: readonly Reply[], deps: CheckDeps): readonly JudgedCheck[] {
  return singleChecks(expect).map((single) =>
    catchUnknownVariable(
      () => judge(single, replies, deps),
      (message) => ({ passed: false, text: { clear: message, masked: message } }),
    ),
  );
}

function judge(single: Expectation, replies: readonly Reply[], deps: CheckDeps): JudgedCheck {
  const { describe, got } = wordCheck(single, replies, deps);
  return {
    passed: failedCheck(single, replies, deps) === undefined,
    text: {
      clear: `expected ${describe(deps.render)}, got ${got(IN_CLEAR)}`,
      masked: `expected ${describe(AS_WRITTEN)}, got ${got(HASHED)}`,
    },
  };
}

/** One expectation for each check, in the order in which they are evaluated. */
function singleChecks({ replies, text, jsonpath = [], quickReplies = [], source }: Expectation): Expectation[] {
  return [
    ...(replies === undefined ? [] : [{ replies }]),
    ...(text ? [{ text }] : []),
    ...jsonpath.map((path) => ({ jsonpath: [path] })),
    ...quickReplies.map((title) => ({ quickReplies: [title] })),
    ...(source === undefined ? [] : [{ source }]),
  ];
}
