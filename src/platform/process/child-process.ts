import { type ChildProcess, fork } from 'node:child_process';

const KEPT_STDERR = 4000;

/** A Node process of our own, spoken to over an IPC channel. */
export interface Child<Outgoing, Incoming> {
  /** Undefined when it could not be started at all. */
  readonly pid: number | undefined;
  send(message: Outgoing): void;
  onMessage(listener: (message: Incoming) => void): void;
  /** Resolves when the process is gone, with how it went and the end of what it wrote to stderr. */
  readonly gone: Promise<string>;
  kill(): void;
}

/**
 * Starts a built module as a process in a process group of its own, so that Ctrl-C in a terminal reaches only its parent.
 * The parent stays alive as long as the child does; the child is told of the parent's end by its channel.
 */
export function forkChild<Outgoing extends object, Incoming>(module: string): Child<Outgoing, Incoming> {
  const child = fork(module, [], { detached: true, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  return {
    pid: child.pid,
    // A message to a process that has just gone is lost; `gone` tells.
    send: (message) => child.connected && child.send(message, () => {}),
    onMessage: (listener) => child.on('message', (message) => listener(message as Incoming)),
    gone: whenGone(child),
    kill: () => child.kill('SIGKILL'),
  };
}

function whenGone(child: ChildProcess): Promise<string> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(`${signal ?? `exit code ${code}`}${stderr && `: ${stderr.trim()}`}`));
  });
}
