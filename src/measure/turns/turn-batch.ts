/** Bounds of an instant, µs on the monotonic clock. */
interface StreamedBounds {
  readonly loUs: number;
  readonly hiUs: number;
}

/** A turn on its way to the file of turns. */
export interface StreamedTurn {
  /** The series that counts its outcome: target and outcome in one number. */
  readonly counted: number;
  /** Number of its label (see `labelsInOrder`): conversation and step. */
  readonly label: number;
  /** The series that counts the rule that ended it. */
  readonly endedBy: number;
  /** Number of its conversation in the plan. */
  readonly number: number;
  readonly vu: number;
  /** Its index in its conversation, from 0. */
  readonly index: number;
  readonly intendedUs: number;
  readonly sent: StreamedBounds;
  readonly ended: StreamedBounds;
  readonly sessionId: string;
  readonly utterance: string;
  readonly traceId: string | undefined;
  /** What went wrong, one line; may quote a reply. */
  readonly failure: string | undefined;
  readonly replies: readonly StreamedReply[];
  /** Number of replies beyond the maximum. */
  readonly moreReplies: number;
}

export interface StreamedReply {
  readonly first: StreamedBounds;
  readonly text: string;
}

/**
 * Turns in columns, as sent from a load thread to the main thread: this costs the load thread a seventh of formatting the
 * lines itself, and less than half of cloning objects.
 */
export interface TurnBatch {
  readonly turns: number;
  /** 13 per turn, then 2 per reply, in the order of `TurnBatchBuilder.add`. */
  readonly numbers: readonly number[];
  /** 4 per turn, then 1 per reply. */
  readonly texts: readonly string[];
  /** Approximate size in bytes. */
  readonly size: number;
}

/** Maximum number of replies per turn; sending more would block the load thread. */
const MAX_REPLIES = 50;

/** Collects turns into a batch. */
export class TurnBatchBuilder {
  turns = 0;
  size = 0;
  private numbers: number[] = [];
  private texts: string[] = [];

  add(turn: Omit<StreamedTurn, 'moreReplies'>): void {
    const { sent, ended, replies, sessionId, utterance, traceId = '', failure = '' } = turn;
    const kept = Math.min(replies.length, MAX_REPLIES);
    this.numbers.push(
      turn.counted,
      turn.label,
      turn.endedBy,
      turn.number,
      turn.vu,
      turn.index,
      turn.intendedUs,
      sent.loUs,
      sent.hiUs,
      ended.loUs,
      ended.hiUs,
      kept,
      replies.length - kept,
    );
    this.texts.push(sessionId, utterance, traceId, failure);
    let characters = sessionId.length + utterance.length + traceId.length + failure.length;
    for (let place = 0; place < kept; place++) {
      const { first, text } = replies[place]!;
      this.numbers.push(first.loUs, first.hiUs);
      this.texts.push(text);
      characters += text.length;
    }
    this.turns++;
    this.size += 2 * characters + 8 * (13 + 2 * kept);
  }

  /** Returns all turns added since the last call. */
  takeOut(): TurnBatch {
    const { turns, size, numbers, texts } = this;
    this.turns = 0;
    this.size = 0;
    this.numbers = [];
    this.texts = [];
    return { turns, size, numbers, texts };
  }
}

export function* turnsIn({ turns, numbers, texts }: TurnBatch): Generator<StreamedTurn> {
  let number = 0;
  let text = 0;
  const bounds = (): StreamedBounds => ({ loUs: numbers[number++]!, hiUs: numbers[number++]! });
  for (let turn = 0; turn < turns; turn++) {
    const [counted, label, endedBy, conversation, vu, index, intendedUs] = numbers.slice(number, number + 7);
    number += 7;
    const sent = bounds();
    const ended = bounds();
    const kept = numbers[number++]!;
    const moreReplies = numbers[number++]!;
    const [sessionId, utterance, traceId, failure] = texts.slice(text, text + 4);
    text += 4;
    const replies = Array.from({ length: kept }, (): StreamedReply => ({ first: bounds(), text: texts[text++]! }));
    yield {
      counted: counted!,
      label: label!,
      endedBy: endedBy!,
      number: conversation!,
      vu: vu!,
      index: index!,
      intendedUs: intendedUs!,
      sent,
      ended,
      sessionId: sessionId!,
      utterance: utterance!,
      traceId: traceId || undefined,
      failure: failure || undefined,
      replies,
      moreReplies,
    };
  }
}
