import { drawMs } from '../../platform/distribution.ts';
import type { BotAnswer, BotReply } from '../bots/bot.ts';
import { nested } from '../bots/choice-nesting.ts';
import { streamChunks } from '../bots/stream-chunks.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { TurnChance } from '../faults/turn-chance.ts';
import type { MockOptions } from '../mock-options.ts';
import type { WireMessage } from './wire-message.ts';

/** One action of a turn, `afterMs` after the previous one (the first: after a worker took the input). */
export interface TurnAct {
  readonly afterMs: number;
  /** `cut`: the connection is lost. `close-1011`: the server closes it. `nothing`: only time passes. */
  readonly does: WireMessage | 'cut' | 'close-1011' | 'nothing';
}

/** The parts of a bot's answer that a turn uses. */
export type Answered = Pick<BotAnswer<unknown>, 'replies' | 'also' | 'streams' | 'flow'>;

const SORRY: Answered = {
  replies: [{ text: 'I am sorry, something went wrong. Please try again later.', data: null }],
};

/** The turn that a script is for. */
interface ScriptedTurn {
  readonly options: MockOptions;
  readonly dialect: Dialect;
  readonly chance: TurnChance;
  readonly traceId: string;
}

/** A whole turn. `answer` is called only if the bot answers: a fault does not change its state. */
export function turnScript(turn: ScriptedTurn, answer: () => Answered): TurnAct[] {
  const { dialect, chance } = turn;
  const thought: TurnAct = { afterMs: chance.thinkMs, does: 'nothing' };
  switch (chance.fault) {
    case 'mute':
      // A failed input takes worker time, too.
      return [thought];
    case 'exception':
      return [thought, ...sent(dialect.exception('the flow failed'))];
    case 'error-output':
      return typed(
        turn,
        [thought, ...sent(dialect.errorOutput('the flow failed'))],
        dialect.turnEnd('error').map(atOnce),
      );
    case 'drop':
      return answered(turn, answer(), [thought, { afterMs: 0, does: 'cut' }]);
    case 'close-1011':
      return answered(turn, answer(), [thought, { afterMs: 0, does: 'close-1011' }]);
    case 'error-text':
      return answered(turn, SORRY, [thought]);
    case 'crosstalk':
    case 'none':
      return answered(turn, answer(), [thought]);
  }
}

function answered(turn: ScriptedTurn, answer: Answered, before: TurnAct[]): TurnAct[] {
  const { options, dialect, traceId } = turn;
  if (answer.flow === false) return before.filter(({ does }) => does !== 'nothing');
  const replies = dialect.joinsReplies ? joined(answer.replies) : shaped(answer.replies, options.outputs);
  const outputs = marked(
    dialect,
    replies.flatMap((reply, index) => outputActs(turn, answer, reply, index)),
  );
  const pings = dialect.turnEnd(options.finalPingType).map(atOnce);
  const odd = options.oddities ? dialect.oddities(traceId).map(atOnce) : [];
  const opening = [...before, ...alsoTakes(turn, answer.also), ...odd];
  if (options.finalPing !== 'before-last-output') return typed(turn, [...opening, ...outputs], pings);
  const last = outputs.slice(-1);
  return typed(turn, [...opening, ...outputs.slice(0, -1), ...pings, ...last], []);
}

/** The texts of all replies, with the data of the last one. */
function joined(replies: readonly BotReply[]): readonly BotReply[] {
  const last = replies.at(-1);
  const texts = replies.map(({ text }) => text).filter((text) => text !== null && text !== '');
  return last ? [{ ...last, text: texts.length === 0 ? last.text : texts.join('\n') }] : [];
}

/** The outputs, the last one marked as such where the dialect does that. */
function marked(dialect: Dialect, outputs: readonly TurnAct[]): readonly TurnAct[] {
  const last = outputs.at(-1);
  if (!dialect.asLast || typeof last?.does !== 'object') return outputs;
  return [...outputs.slice(0, -1), { ...last, does: dialect.asLast(last.does) }];
}

/** Extra time for NLU and translation. */
function alsoTakes({ options, chance }: ScriptedTurn, also: Answered['also']): TurnAct[] {
  if (also === undefined) return [];
  const time = also === 'nlu' ? options.nluDelay : options.translationDelay;
  return [{ afterMs: drawMs(time, chance.stream), does: 'nothing' }];
}

/** The number of replies set by the option: the first ones, or the last one repeated with its number. */
function shaped(replies: readonly BotReply[], count = replies.length): readonly BotReply[] {
  const last = replies.at(-1) ?? { text: '', data: null };
  const more = Array.from({ length: Math.max(0, count - replies.length) }, (_, index) => ({
    text: `${last.text ?? 'As I said.'} (${replies.length + index + 1} of ${count})`,
    data: null,
  }));
  return [...replies.slice(0, count), ...more];
}

/** One reply of a turn, the `index`-th, from 0. */
function outputActs(
  { options, dialect, chance: { stream }, traceId }: ScriptedTurn,
  { streams, also }: Answered,
  reply: BotReply,
  index: number,
): TurnAct[] {
  const parts = options.stream || streams ? streamChunks(reply, `${traceId}-${index}`) : [reply];
  return parts.map((part, position) => {
    const wait = position > 0 ? options.chunkGap : index > 0 ? options.gap : undefined;
    const waitMs = wait === undefined ? 0 : drawMs(wait, stream);
    const translationMs = also === 'translation' && part.text !== '' ? drawMs(options.translationDelay, stream) : 0;
    return {
      afterMs: waitMs + translationMs,
      does: dialect.output(nested(part, options.nesting), { traceId }),
    };
  });
}

/** Typing is on from when the input is taken until after the last output, before the end of the turn. */
function typed({ options, dialect }: ScriptedTurn, acts: TurnAct[], ending: TurnAct[]): TurnAct[] {
  if (!options.typing) return [...acts, ...ending];
  return [...sent(dialect.typing(true)), ...acts, ...sent(dialect.typing(false)), ...ending];
}

/** Nothing where the dialect has no such message. */
function sent(message: WireMessage | undefined): TurnAct[] {
  return message ? [atOnce(message)] : [];
}

function atOnce(message: WireMessage): TurnAct {
  return { afterMs: 0, does: message };
}
