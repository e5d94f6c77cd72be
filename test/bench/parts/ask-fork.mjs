import { fork } from 'node:child_process';

/** Begins a module of this folder in a process of its own and gives it one message; `answer` is its one, when it has ended. */
export function startFork(file, message, execArgv = []) {
  const child = fork(new URL(file, import.meta.url), { serialization: 'json', execArgv });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const first = new Promise((resolve, reject) => {
    child.once('message', resolve);
    ended.then((code) => reject(new Error(`${file} ended with ${code}`)));
  });
  const answer = first.then((result) => ended.then(() => result));
  // Whoever stops it does not wait for an answer.
  answer.catch(() => {});
  child.send(message);
  return {
    pid: child.pid,
    answer,
    /** All of them exit when their parent is gone. */
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
