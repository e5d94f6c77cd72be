/** Main of the thread in which the functions of a scenario are checked, and in which `setup` and `teardown` run. */
import { parentPort } from 'node:worker_threads';
import { KnownError } from '../platform/known-error.ts';
import { HookCaller } from './hook-caller.ts';
import { makeHookLog } from './hook-log.ts';
import type { RunHookRequest, RunHookResponse } from './run-hook-message.ts';
import { callRunHook } from './run-hooks.ts';

const port = parentPort!;
const send = (response: RunHookResponse) => port.postMessage(response);
const log = makeHookLog((line) => send({ kind: 'log', line }));
let caller: HookCaller | undefined;

port.on('message', async (request: RunHookRequest) => {
  if (request.kind === 'call') return send({ kind: 'called', result: await callRunHook(caller!, request.call, log) });
  try {
    caller = await HookCaller.load(request.hooks);
    send({ kind: 'loaded' });
  } catch (thrown) {
    if (!(thrown instanceof KnownError)) throw thrown;
    send({ kind: 'refused', message: thrown.message, hint: thrown.hint });
  }
});
