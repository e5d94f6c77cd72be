import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';

export interface LineHandlers {
  readonly onLine: (line: string) => void;
  /** No line follows: end of input, Ctrl+D or Ctrl+C. Called once. */
  readonly onEnd: () => void;
}

/** Lines from stdin: typed in a terminal, with a prompt, or from a pipe. */
export interface LineReader {
  /** Prints a text of one or more lines. In a terminal it appears above the line that is being typed. */
  print(text: string): void;
  /** Ends reading. `onEnd` is not called then. */
  close(): void;
}

/** Whether somebody types: stdin and stdout are a terminal. */
export function isTypedIn(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Reads lines from stdin until its end. `prompt`: shown in a terminal. */
export function readLines({ onLine, onEnd }: LineHandlers, prompt: string): LineReader {
  const terminal = isTypedIn();
  const lines = createInterface({
    input: process.stdin,
    ...(terminal && { output: process.stdout }),
    terminal,
    prompt,
  });
  let isOpen = true;
  lines.on('line', (line) => {
    onLine(line);
    if (terminal && isOpen) lines.prompt();
  });
  lines.on('SIGINT', () => lines.close());
  let isClosed = false;
  lines.on('close', () => {
    isClosed = true;
    // What follows begins on a line of its own.
    if (terminal) process.stdout.write('\n');
    if (isOpen) onEnd();
    isOpen = false;
  });
  if (terminal) lines.prompt();
  return {
    print: (text) => {
      if (terminal && isOpen) printAbove(lines, text);
      else process.stdout.write(`${text}\n`);
    },
    close() {
      isOpen = false;
      if (!isClosed) lines.close();
    },
  };
}

/** Replaces the line that is being typed by the text, and shows it again below. */
function printAbove(lines: Interface, text: string): void {
  const { stdout } = process;
  moveCursor(stdout, 0, -lines.getCursorPos().rows);
  cursorTo(stdout, 0);
  clearScreenDown(stdout);
  stdout.write(`${text}\n`);
  // Node would move up by the rows that it wrote last, over the text.
  Object.assign(lines, { prevRows: 0 });
  lines.prompt(true);
}
