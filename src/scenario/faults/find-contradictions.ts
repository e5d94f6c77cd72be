import { writeDurationMs } from '../../platform/time/duration.ts';
import { buildTurn, TURN_DEFAULTS } from '../build/build-turn.ts';
import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';
import { reachableSteps, type ScenarioSteps } from '../file/parse-steps.ts';
import type { CompletionRule, SayStep } from '../scenario.ts';
import type { TurnSettings } from '../schema/steps/step-input.ts';
import { turnSettings } from '../schema/turn-schema.ts';

/**
 * Valid steps that can only fail because their expectation, completion and timeout contradict each other. Where the
 * settings around them are invalid, their timeouts are not known, so nothing is said.
 */
export function findContradictions(scenario: unknown, { conversations, lists }: ScenarioSteps): readonly FlatIssue[] {
  const found = new Map<string, FlatIssue>();
  const defaults = settingsIn(valueAt(scenario, ['defaults']) ?? {});
  for (const [index, { steps }] of conversations.entries()) {
    const own = settingsIn(valueAt(scenario, ['conversations', index]));
    if (!own || !defaults) continue;
    for (const { input, path: at } of reachableSteps(steps, lists)) {
      if (input?.kind !== 'turn') continue;
      for (const [key, message] of contradictionsOf(buildTurn(input, [own, defaults, TURN_DEFAULTS]))) {
        const path = [...at, key];
        // A list that is used twice is reported once.
        found.set(JSON.stringify([path, message]), {
          path,
          message: `of step "${input.label}": ${message}`,
          atKey: true,
          isFullMessage: false,
        });
      }
    }
  }
  return [...found.values()];
}

/** Undefined: they are invalid. */
function settingsIn(written: unknown): TurnSettings | undefined {
  return turnSettings.safeParse(written).data;
}

function contradictionsOf({
  completion,
  expect,
  timeoutMs,
  captures,
}: SayStep): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  if (completion.kind === 'quiet' && completion.ms >= timeoutMs) {
    const [quiet, timeout] = [completion.ms, timeoutMs].map(writeDurationMs);
    found.push([
      'completion',
      `waits for ${quiet} without an output, but the timeout is ${timeout}; raise timeout, or shorten quiet`,
    ]);
  }
  const last = repliesBy(completion);
  if (last !== undefined && expect.replies !== undefined && expect.replies !== last) {
    const wanted = expect.replies === 1 ? '1 reply' : `${expect.replies} replies`;
    const ending = expect.replies === 0 ? 'auto' : `{ replies: ${expect.replies} }`;
    found.push(['expect', `expects ${wanted}, but the turn ends at reply ${last}; use completion: ${ending}`]);
  }
  const { text, jsonpath, quickReplies, source, firstOutputMs } = expect;
  if (
    expect.replies === 0 &&
    [text, jsonpath, quickReplies, source, firstOutputMs].some((part) => part !== undefined)
  ) {
    found.push(['expect', 'expects no reply but also checks a reply; remove the check, or replies: 0']);
  }
  if (expect.replies === 0 && completion.kind === 'match') {
    found.push([
      'expect',
      'expects no reply, but the turn ends at a reply that matches; use completion: auto, or remove replies: 0',
    ]);
  }
  if (expect.replies === 0 && captures.some(({ otherwise }) => otherwise === undefined)) {
    found.push([
      'capture',
      'takes a value from a reply, but no reply is expected; add otherwise, or remove replies: 0',
    ]);
  }
  if (firstOutputMs !== undefined && expect.turnMs !== undefined && firstOutputMs > expect.turnMs) {
    found.push(['expect', 'firstOutput is larger than turn; lower firstOutput, or raise turn']);
  }
  return found;
}

/** The number of the reply that ends a turn, if the rule determines it. */
function repliesBy(completion: CompletionRule): number | undefined {
  if (completion.kind === 'first-output') return 1;
  return completion.kind === 'replies' ? completion.count : undefined;
}
