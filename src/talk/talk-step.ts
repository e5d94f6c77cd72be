import { mapTexts } from '../platform/map-texts.ts';
import { quickScenario } from '../scenario/quick-scenario.ts';
import type { Conversation, SayStep, Scenario } from '../scenario/scenario.ts';
import { labelOfText } from '../scenario/step-label.ts';
import { literalTemplate } from '../template/template.ts';
import type { TalkUtterance } from './talk-turn.ts';

/** The label of every turn: a conversation by hand is not measured. */
export const TALK_LABEL = 'talk';

/** Settings of the turns, and who talks, as in the first conversation of a scenario. */
export type TalkSettings = Pick<SayStep, 'timeoutMs' | 'completion' | 'errorTexts'> &
  Pick<Conversation, 'identity' | 'feed'>;

/** The settings that the first turn of a scenario has; a rule about particular replies does not fit other turns. */
export function talkSettings({ conversations }: Pick<Scenario, 'conversations'>): TalkSettings {
  const [usual] = quickScenario(['hello']).conversations;
  const { identity, feed, steps } = conversations[0] ?? usual!;
  const step = steps[0] ?? usual!.steps[0]!;
  const { timeoutMs, errorTexts, completion } = step;
  const isGeneral = completion.kind !== 'match' && completion.kind !== 'replies';
  return {
    timeoutMs,
    errorTexts,
    completion: isGeneral ? completion : { kind: 'auto' },
    identity: { ...identity, session: 'always' },
    feed,
  };
}

/** A conversation of one step, which says this. Its session is kept for the next one. */
export function talkConversation(utterance: TalkUtterance, settings: TalkSettings): Conversation {
  return {
    name: TALK_LABEL,
    weight: 1,
    identity: settings.identity,
    feed: settings.feed,
    steps: [talkStep(utterance, settings)],
    instructions: [{ kind: 'turn', step: 0 }],
    stopWhen: [],
  };
}

function talkStep(utterance: TalkUtterance, { timeoutMs, completion, errorTexts }: TalkSettings): SayStep {
  const text = utterance.kind === 'press' ? utterance.payload : utterance.kind === 'say' ? utterance.text : '';
  return {
    kind: 'say',
    label: labelOfText(text) || TALK_LABEL,
    utterance: { kind: 'text', choices: [literalTemplate(text)] },
    data: utterance.kind === 'say' && utterance.data ? mapTexts(utterance.data, literalTemplate) : undefined,
    resetFlow: utterance.kind === 'reset',
    extra: undefined,
    expect: {},
    mayBeSilent: true,
    errorTexts,
    captures: [],
    think: { kind: 'constant', ms: 0 },
    typingIndicator: false,
    timeoutMs,
    completion,
    onFailure: 'stop',
  };
}
