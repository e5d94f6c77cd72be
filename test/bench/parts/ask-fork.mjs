import { fork } from 'node:child_process';

/** Runs a module of this folder in a process of its own: gives it one message, returns its one answer when it has ended. */
export async function askFork(file, message) {
  const child = fork(new URL(file, import.meta.url), { serialization: 'json' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const answer = new Promise((resolve, reject) => {
    child.once('message', resolve);
    ended.then((code) => reject(new Error(`${file} ended with ${code}`)));
  });
  child.send(message);
  const result = await answer;
  await ended;
  return result;
}
