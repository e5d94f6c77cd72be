import { availableParallelism, cpus, homedir, hostname } from 'node:os';
import { exitCodeOf } from './exit-code.ts';
import { realTime } from './time/real-time.ts';
import type { AllTimeDeps } from './time/time-deps.ts';
import { withoutRunnerCommands } from './visible.ts';

/** Everything a command may use of the outside world, as one value: tests run whole commands with another one. */
export interface SystemDeps extends AllTimeDeps {
  /** Arguments without node and script. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The home folder of the user. */
  readonly home: string;
  /** Results only. */
  readonly stdout: OutputStream;
  /** Progress and messages. */
  readonly stderr: OutputStream;
  readonly machine: Machine;
  /** Calls `handler` for each stop signal, until the returned function is called. */
  onStopSignal(handler: (signal: string) => void): () => void;
  /** Calls `handler` for an uncaught exception, until the returned function is called. */
  onCrash(handler: (error: unknown) => void): () => void;
  /** If the process ends before the returned function is called, `handler` determines its exit code. */
  onExit(handler: () => number): () => void;
}

export interface OutputStream {
  readonly isTty: boolean;
  /** Width of the terminal in characters, if it is one. */
  readonly columns: number | undefined;
  /** Never throws: once the reader has closed it, texts are dropped. */
  write(text: string): void;
}

export interface Machine {
  readonly host: string;
  readonly cpus: number;
  readonly cpuModel: string;
  readonly node: string;
  readonly platform: string;
}

/** SIGHUP stops a run in a terminal that closes; under nohup and in CI it is ignored. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

export function realSystem(): SystemDeps {
  // The Socket.IO libraries read DEBUG when they are loaded, in every thread and child process, and then print tokens.
  delete process.env.DEBUG;
  return {
    args: process.argv.slice(2),
    env: process.env,
    cwd: startFolder(),
    home: homeFolder(),
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr, withoutRunnerCommands),
    ...realTime,
    machine: thisMachine(),
    onStopSignal,
    onCrash(handler) {
      process.on('uncaughtException', handler);
      process.on('unhandledRejection', handler);
      return () => {
        process.off('uncaughtException', handler);
        process.off('unhandledRejection', handler);
      };
    },
    onExit(handler) {
      const exited = () => {
        process.exitCode = handler();
      };
      process.on('exit', exited);
      return () => process.off('exit', exited);
    },
  };
}

function thisMachine(): Machine {
  return {
    host: hostname(),
    cpus: availableParallelism(),
    cpuModel: cpus()[0]?.model ?? 'unknown',
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** What `onStopSignal` of an embedded system calls its signal. */
export const ABORTED = 'AbortSignal';

/**
 * The outside world for a program that embeds palaver: nothing is printed, no signal and no exception of that program is
 * handled, and nothing in its process is changed. `abort` is the only stop signal; `onMessage` gets what would be printed on
 * stderr.
 */
export function embeddedSystem(abort: AbortSignal, onMessage: (text: string) => void): SystemDeps {
  const stream = { isTty: false, columns: undefined };
  return {
    args: [],
    env: process.env,
    cwd: process.cwd(),
    home: homeFolder(),
    stdout: { ...stream, write() {} },
    stderr: { ...stream, write: onMessage },
    ...realTime,
    machine: thisMachine(),
    onStopSignal(handler) {
      let isReleased = false;
      const stop = () => {
        if (!isReleased) handler(ABORTED);
      };
      // Later, as a signal would be: what it stops must have begun.
      if (abort.aborted) queueMicrotask(stop);
      abort.addEventListener('abort', stop, { once: true });
      return () => {
        isReleased = true;
        abort.removeEventListener('abort', stop);
      };
    },
    onCrash: () => () => {},
    onExit: () => () => {},
  };
}

/** Checked first: libraries read it, too, and would fail with a stack trace if it has been deleted. */
function startFolder(): string {
  try {
    return process.cwd();
  } catch {
    process.stderr.write('error: the working directory has been deleted\n  → change to an existing directory\n');
    process.exit(exitCodeOf('invalid'));
  }
}

/** A user that the system does not know has no home unless HOME names one; containers give it the root folder. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}

function onStopSignal(handler: (signal: string) => void): () => void {
  const ignore = () => {};
  const onHangUp = process.stderr.isTTY ? handler : ignore;
  for (const signal of STOP_SIGNALS) process.on(signal, handler);
  process.on('SIGHUP', onHangUp);
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, handler);
    process.off('SIGHUP', onHangUp);
  };
}

/**
 * EPIPE (the reader has closed the pipe: `palaver run … | head`) ends the printing, not the run. If writing fails otherwise
 * (a full disk), a result is missing, and a run that would have passed does not. `shown`: called for each text.
 */
function outputTo(stream: NodeJS.WriteStream, shown = (text: string) => text): OutputStream {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (open && error.code !== 'EPIPE') process.once('exit', () => missOutput(error));
    open = false;
  });
  return {
    isTty: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    write(text) {
      if (open) stream.write(shown(text));
    },
  };
}

function missOutput(error: Error): void {
  if (process.exitCode) return;
  process.exitCode = exitCodeOf('unexpected');
  process.stderr.write(`cannot write the output: ${error.message}\n`);
}
