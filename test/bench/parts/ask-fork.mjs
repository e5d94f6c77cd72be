import { fork } from 'node:child_process';

/** Starts a module of this folder in a process of its own and sends it one message; `answer` resolves to its message once it has ended. */
export function startFork(file, message, execArgv = []) {
  const child = fork(new URL(file, import.meta.url), { serialization: 'json', execArgv });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const first = new Promise((resolve, reject) => {
    child.once('message', resolve);
    ended.then((code) => reject(new Error(`${file} ended with ${code}`)));
  });
  const answer = first.then((result) => ended.then(() => result));
  // After `stop`, an answer may be missing.
  answer.catch(() => {});
  child.send(message);
  return {
    pid: child.pid,
    answer,
    /** All these modules exit when they are disconnected. */
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
