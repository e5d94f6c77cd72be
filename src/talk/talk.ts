import { KnownError } from '../platform/known-error.ts';
import { readTalkLine, TALK_HELP, type TalkLine } from './talk-line.ts';
import type { TalkLog } from './talk-log.ts';
import type { TalkSession } from './talk-session.ts';
import type { TalkUtterance } from './talk-turn.ts';

export interface TalkDeps {
  readonly session: Pick<TalkSession, 'say'>;
  readonly log: TalkLog;
  readonly print: (text: string) => void;
  /** Shows a line that nobody sees otherwise, because it came from a pipe. */
  readonly echo: (line: string) => void;
}

/** A conversation by hand: lines are carried out in order, each after the turn of the one before has ended. */
export class Talk {
  /** Resolves when the user has quit, or when the last line has been carried out and no more follow. */
  readonly ended: Promise<void>;
  /** Number of lines that could not be carried out. */
  refused = 0;
  private readonly deps: TalkDeps;
  private readonly waiting: string[] = [];
  private isBusy = false;
  private isOver = false;
  private finish: () => void = () => {};

  constructor(deps: TalkDeps) {
    this.deps = deps;
    this.ended = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  readonly onLine = (line: string): void => {
    this.waiting.push(line);
    void this.carryOn();
  };

  /** No line follows. */
  readonly onEnd = (): void => {
    this.isOver = true;
    void this.carryOn();
  };

  private async carryOn(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    for (let line = this.waiting.shift(); line !== undefined; line = this.waiting.shift()) await this.carryOut(line);
    this.isBusy = false;
    if (this.isOver) this.finish();
  }

  private async carryOut(text: string): Promise<void> {
    const { print, echo } = this.deps;
    if (text.trim() === '') return;
    echo(text.trim());
    try {
      await this.obey(readTalkLine(text));
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      this.refused += 1;
      print(`error: ${error.message}${error.hint === undefined ? '' : `\n  → ${error.hint}`}`);
    }
  }

  private async obey(line: TalkLine): Promise<void> {
    const { log, print } = this.deps;
    switch (line.kind) {
      case 'help':
        return print(TALK_HELP.join('\n'));
      case 'raw':
        return log.toggleRaw();
      case 'quit':
        this.waiting.length = 0;
        this.isOver = true;
        return;
      case 'press':
        return this.say(pressed(line.number, log));
      case 'say':
      case 'reset':
        return this.say(line);
    }
  }

  private async say(utterance: TalkUtterance): Promise<void> {
    const { log, session } = this.deps;
    log.says(utterance);
    await session.say(utterance);
  }
}

function pressed(number: number, log: TalkLog): TalkUtterance {
  const choice = log.choice(number);
  if (choice) return { kind: 'press', ...choice };
  const offered =
    log.choices === 0 ? 'the last replies offer nothing to press' : `the last replies offer 1 to ${log.choices}`;
  throw new KnownError(`there is no choice ${number}`, { hint: offered });
}
