/** Main of the thread in which the functions of a scenario are checked, and in which `setup` and `teardown` run. */
import { parentPort } from 'node:worker_threads';
import { KnownError } from '../platform/known-error.ts';
import { takePrinted } from '../platform/process/printed-lines.ts';
import { HookCaller } from './hook-caller.ts';
import { makeHookLog } from './hook-log.ts';
import type { RunHookRequest, RunHookResponse } from './run-hook-message.ts';
import { callRunHook } from './run-hooks.ts';

const port = parentPort!;
const send = (response: RunHookResponse) => port.postMessage(response);
const log = makeHookLog((line) => send({ kind: 'log', line }));
const printed = takePrinted(log);
let caller: HookCaller | undefined;

port.on('message', async (request: RunHookRequest) => {
  if (request.kind === 'call') {
    const result = await callRunHook(caller!, request.call, log);
    printed.flush();
    return send({ kind: 'called', result });
  }
  try {
    caller = await HookCaller.load(request.hooks);
    send({ kind: 'loaded' });
  } catch (thrown) {
    if (!(thrown instanceof KnownError)) throw thrown;
    send({ kind: 'refused', message: thrown.message, hint: thrown.hint });
  }
});
