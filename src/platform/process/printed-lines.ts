import { StringDecoder } from 'node:string_decoder';

/** Calls for what a thread prints. */
export interface PrintedLines {
  /** Hands over a last line that has no line break. */
  flush(): void;
}

/**
 * Hands what this thread prints, such as by `console.log`, to `onLine`, at once and line by line. The streams of a worker thread
 * send a piece only after the main thread has read the one before, so the last lines could come after the messages of the
 * thread, or be lost with it.
 */
export function takePrinted(onLine: (line: string) => void): PrintedLines {
  const texts = [process.stdout, process.stderr].map((stream) => {
    const text = { open: '' };
    const decoder = new StringDecoder();
    const write = (chunk: string | Uint8Array, ...more: readonly unknown[]): boolean => {
      const piece = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
      const lines = (text.open + piece).split(/\r?\n/);
      text.open = lines.pop()!;
      for (const line of lines) onLine(line);
      const written = more.find((one) => typeof one === 'function');
      if (written) queueMicrotask(written as () => void);
      return true;
    };
    stream.write = write as typeof stream.write;
    return text;
  });
  return {
    flush: () => {
      for (const text of texts) {
        if (text.open !== '') onLine(text.open);
        text.open = '';
      }
    },
  };
}
