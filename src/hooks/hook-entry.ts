/** Main of the thread in which the functions of a scenario are checked, and in which `setup` and `teardown` run. */
import { parentPort } from 'node:worker_threads';
import { KnownError } from '../platform/known-error.ts';
import { randomStream } from '../platform/random.ts';
import { HookCaller } from './hook-caller.ts';
import { makeHookLog } from './hook-log.ts';
import type { HookResult } from './hook-result.ts';
import { returnedVariables } from './returned-variables.ts';
import type { RunHookCall, RunHookRequest, RunHookResponse } from './run-hook-message.ts';

const port = parentPort!;
const send = (response: RunHookResponse) => port.postMessage(response);
const log = makeHookLog((line) => send({ kind: 'log', line }));
let caller: HookCaller | undefined;

port.on('message', async (request: RunHookRequest) => {
  if (request.kind === 'call') return send({ kind: 'called', result: await call(request.call) });
  try {
    caller = await HookCaller.load(request.hooks);
    send({ kind: 'loaded' });
  } catch (thrown) {
    if (!(thrown instanceof KnownError)) throw thrown;
    send({ kind: 'refused', message: thrown.message, hint: thrown.hint });
  }
});

async function call({ hook, vars, runId, seed, purpose }: RunHookCall): Promise<HookResult> {
  const stream = randomStream(seed, 0, purpose);
  const context = Object.freeze({ vars: Object.freeze(vars), runId, random: () => stream.next(), log });
  const result = await caller!.call(hook, context);
  if (result.kind === 'threw' || purpose === 'teardown')
    return result.kind === 'threw' ? result : { kind: 'returned', value: undefined };
  const read = returnedVariables(result.value);
  return 'problem' in read ? { kind: 'threw', message: read.problem } : { kind: 'returned', value: read.value };
}
