import { type ChildProcess, fork } from 'node:child_process';

const KEPT_STDERR = 4000;

/** A child process of Node with an IPC channel. */
export interface Child<Outgoing, Incoming> {
  /** Undefined if it could not be started. */
  readonly pid: number | undefined;
  send(message: Outgoing): void;
  onMessage(listener: (message: Incoming) => void): void;
  /** Resolves when the process has ended, with its exit code or signal and the last part of its stderr. */
  readonly gone: Promise<string>;
  kill(): void;
}

/**
 * Starts a built module in its own process group, so that Ctrl-C in a terminal reaches only the parent. The parent stays
 * alive as long as the child does; the child notices the parent's end by its channel.
 */
export function forkChild<Outgoing extends object, Incoming>(module: string): Child<Outgoing, Incoming> {
  const child = fork(module, [], { detached: true, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  return {
    pid: child.pid,
    // A message to a process that has just ended is lost; `gone` reports the end.
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
