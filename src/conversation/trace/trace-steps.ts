import type { TracedText, TraceHappening, TraceTurn } from '../../measure/traces/trace-event.ts';
import { counted } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { SayStep } from '../../scenario/scenario.ts';
import { captureValues } from '../checks/capture-values.ts';
import type { CheckDeps } from '../checks/check-deps.ts';
import { judgedChecks } from '../checks/judged-checks.ts';
import type { ConversationState, Script } from '../machine/conversation-state.ts';
import type { ScriptDecision } from '../machine/script-decision.ts';
import { checkDeps } from '../machine/script-scope.ts';
import type { EndedTurn } from '../turn/ended-turn.ts';
import { since } from '../turn/reply-timing.ts';
import { tracedVariables } from './trace-calls.ts';
import { ofCheck, ofFailure, ofPublic } from './traced-texts.ts';

/** The end of a turn, with its checks and captures. */
export function endOfTurn(turn: EndedTurn, step: SayStep, deps: CheckDeps): readonly TraceHappening[] {
  const checks = checkEvents(turn, step, deps);
  const [first] = turn.replies;
  // The failure of a mismatched turn is among its checks.
  const failure = turn.outcome === 'mismatched' ? undefined : turn.failure;
  const ended: TraceTurn = {
    kind: 'turn-ended',
    step: step.label,
    outcome: turn.outcome,
    endedBy: turn.endedBy,
    firstOutputMs: first && since(turn, first.first).hiUs / 1000,
    turnMs: since(turn, turn.ended).hiUs / 1000,
    failure: failure && ofFailure(failure),
  };
  return [ended, ...checks];
}

/** The checks, objectives and captures of a turn, as far as they were evaluated before it ended. */
function checkEvents(turn: EndedTurn, step: SayStep, deps: CheckDeps): readonly TraceHappening[] {
  if (turn.outcome !== 'completed' && turn.outcome !== 'mismatched') return [];
  if (turn.endedBy === 'stop-when') return objectives(turn, step);
  const checks = judgedChecks(step.expect, turn.replies, deps);
  return [
    ...checks.map((check): TraceHappening => ({ kind: 'check', ...check })),
    ...objectives(turn, step),
    ...(checks.every(({ passed }) => passed) ? captures(turn, step, deps) : []),
  ];
}

/** Nothing is captured where a check failed. */
function captures({ replies }: EndedTurn, step: SayStep, deps: CheckDeps): readonly TraceHappening[] {
  const captured = captureValues(step.captures, replies, deps);
  if ('failure' in captured) return [{ kind: 'check', passed: false, text: ofFailure(captured.failure) }];
  return tracedVariables(captured.variables).map((variable) => ({ kind: 'captured', ...variable }));
}

/** Objectives are judged by upper bounds. */
function objectives(turn: EndedTurn, { expect }: SayStep): readonly TraceHappening[] {
  const [first] = turn.replies;
  const judged = (what: string, limitMs: number | undefined, tookMs: number | undefined): readonly TraceHappening[] => {
    if (limitMs === undefined || tookMs === undefined) return [];
    const text = `objective: ${what} within ${formatDurationMs(limitMs)}, got ${formatDurationMs(tookMs)}`;
    return [{ kind: 'check', passed: tookMs <= limitMs, text: ofPublic(text) }];
  };
  return [
    ...judged('first output', expect.firstOutputMs, first && since(turn, first.first).hiUs / 1000),
    ...judged('turn', expect.turnMs, since(turn, turn.ended).hiUs / 1000),
  ];
}

/** A decision of the script. */
export function decisionEvent(
  decision: Exclude<ScriptDecision, { kind: 'stopped' }>,
  { render }: CheckDeps,
): TraceHappening {
  if (decision.kind === 'branched') {
    const { arms } = decision.instruction;
    const { arm } = decision;
    const taken = arm === undefined ? undefined : ofCheck(arms[arm]!.when, render);
    const text = (check: string) => (arm === undefined ? OTHERWISE : `case ${arm + 1} of ${arms.length}: ${check}`);
    return { kind: 'decided', step: 'branch', text: worded(taken ?? ofPublic(''), text) };
  }
  const { round, unwanted, instruction } = decision;
  const { times, while: condition } = instruction;
  const decided = (text: TracedText): TraceHappening => ({ kind: 'decided', step: 'repeat', text });
  if (round !== undefined) return decided(ofPublic(`round ${round} of ${condition ? 'at most ' : ''}${times}`));
  if (!unwanted || !condition) return decided(ofPublic(`ends after ${counted(times, 'round')}`));
  return decided(worded(ofCheck(condition, render), (check) => `ends, because the condition is not met: ${check}`));
}

const OTHERWISE = 'otherwise, because no case matched';

/** The step that takes time now, other than a turn. */
export function waitingEvent(script: Script, state: ConversationState, nowUs: number): TraceHappening | undefined {
  switch (state.phase) {
    case 'pausing':
      return { kind: 'pausing', forMs: Math.max(0, (state.untilUs - nowUs) / 1000) };
    case 'waiting': {
      const { label, check, timeoutMs } = state.instruction;
      const { render } = checkDeps(script, state.memory, state.pc);
      return { kind: 'waiting', step: label, check: ofCheck(check, render), timeoutMs };
    }
    default:
      return undefined;
  }
}

function worded({ clear, masked }: TracedText, word: (text: string) => string): TracedText {
  return { clear: word(clear), masked: word(masked) };
}
