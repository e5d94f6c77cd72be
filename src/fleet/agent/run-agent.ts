import { KnownError } from '../../platform/known-error.ts';
import { sleep } from '../../platform/time/sleep.ts';
import { decodeAs, decodeBytesAs } from '../wire/json-messages.ts';
import { type AgentRequest, agentRequestSchema, leaseSchema, offerSchema } from '../wire/messages.ts';
import type { AgentDeps } from './agent-deps.ts';
import { Engagement } from './engagement.ts';
import { makeOffer } from './make-offer.ts';

const ROLL_CALL_MS = 1000;
const RESPONSE_DELAY_MS = 100;

/**
 * An agent of a fleet: answers roll calls, and runs one shard at a time. `onJoined` is called once it answers. Resolves with a
 * reason when its connection has ended for good, or, without one, after a stop signal: an idle agent leaves at once, a busy one once its load has ended and its
 * coordinator has its results, or its lease has ended.
 * @throws KnownError (104) if the fleet already has an agent of this name.
 */
export async function runAgent(agent: AgentDeps, onJoined = () => {}): Promise<string | undefined> {
  const { connection, system, onNotice } = agent;
  const { subjects } = connection;
  await refuseSecondName(agent);
  const carriedOut = new Set<string>();
  let engagement: Engagement | undefined;
  let leaving = false;
  /** Of the connection, if it has ended for good. */
  let lost: string | undefined;
  let leave: (reason?: string) => void = () => {};
  const left = new Promise<string | undefined>((resolve) => {
    leave = resolve;
  });

  const engage = async (run: string, leaseMs: number): Promise<Engagement> => {
    if (leaving) throw refusal(`agent ${agent.name} is leaving the fleet`);
    let isOver = false;
    let unlisten = () => {
      isOver = true;
    };
    const engaged = new Engagement(run, leaseMs, agent, () => {
      unlisten();
      if (engagement !== engaged) return;
      engagement = undefined;
      // The response to the release goes out first.
      if (leaving) void sleep(system, RESPONSE_DELAY_MS).then(() => leave(lost));
    });
    engagement = engaged;
    try {
      unlisten = await connection.listen(subjects.lease(run), (bytes) => {
        const lease = decodeBytesAs(leaseSchema, bytes);
        if (lease) engaged.take(lease);
      });
    } catch (error) {
      await engaged.release();
      throw error;
    }
    if (isOver) unlisten();
    return engaged;
  };
  const makeFree = async () => {
    if (engagement?.isKept) await engagement.release();
    if (engagement) throw refusal(`agent ${agent.name} is reserved for run ${engagement.run}`);
  };
  const handle = async (request: AgentRequest): Promise<unknown> => {
    if (request.kind === 'clock') return { nowUs: system.clock.nowUs() };
    if (request.kind === 'reserve') {
      await makeFree();
      return (await engage(request.run, request.leaseMs)).status;
    }
    // Asked again, if its answer was lost.
    if (request.kind === 'next' && engagement?.run === request.next) return engagement.status;
    if (engagement?.run !== request.run) throw refusal(`agent ${agent.name} is not reserved for run ${request.run}`);
    switch (request.kind) {
      case 'order': {
        const { run, index, count } = request;
        const shard = `${run} ${index}/${count}`;
        if (engagement.has({ index, count })) return engagement.status;
        if (carriedOut.has(shard))
          throw refusal(`agent ${agent.name} already had shard ${index + 1}/${count} of run ${run}`);
        engagement.prepare({ index, count });
        carriedOut.add(shard);
        return engagement.status;
      }
      case 'status':
        engagement.extend(request.leaseMs);
        return engagement.status;
      case 'start':
        engagement.start(request, request.leaseMs);
        return engagement.status;
      case 'state':
        engagement.publishState();
        return engagement.status;
      case 'next': {
        const done = engagement;
        done.expectDone();
        const engaged = await engage(request.next, request.leaseMs);
        await done.release();
        return engaged.status;
      }
      case 'release':
        if (['preparing', 'ready'].includes(engagement.status.phase)) {
          onNotice(`run ${engagement.run}: the coordinator ended it before its start; free for another run`);
        }
        await engagement.release();
        return { phase: 'idle' };
    }
  };

  await connection.serve(subjects.roll, () => makeOffer(agent, engagement?.isKept ? undefined : engagement?.run));
  await connection.serve(subjects.agent(agent.id), (value) => {
    const request = decodeAs(agentRequestSchema, value);
    if (!request) throw refusal('this agent does not know the request; use the same version of palaver everywhere');
    return handle(request);
  });
  onJoined();
  const release = system.onStopSignal((signal) => {
    if (leaving || !engagement?.isBusy) return leave(lost);
    leaving = true;
    onNotice(`${signal}: stopping once the coordinator has the results; send it again to stop at once`);
  });
  void connection.closed().then((how) => {
    leaving = true;
    lost = `the connection to the fleet ended (${how})`;
    // A load goes on until its lease ends, so that its file says why it has ended.
    if (engagement?.isBusy) onNotice(lost);
    else leave(lost);
  });
  void connection.watch((state) => {
    onNotice(state === 'lost' ? 'connection to the fleet lost; reconnecting' : 'reconnected to the fleet');
  });
  try {
    return await left;
  } finally {
    release();
    // Its load threads would wait for a start until the lease ends, and the process for them.
    void engagement?.release();
    await connection.close();
  }
}

async function refuseSecondName({ connection, name, id }: AgentDeps): Promise<void> {
  const responses = await connection.requestAll(connection.subjects.roll, {}, ROLL_CALL_MS);
  const duplicate = responses
    .map((value) => decodeAs(offerSchema, value))
    .find((offer) => offer?.name === name && offer.id !== id);
  if (!duplicate) return;
  throw new KnownError(`the fleet already has an agent named ${name}, on ${duplicate.host}`, {
    hint: 'give each agent its own --name',
  });
}

function refusal(message: string): KnownError {
  return new KnownError(message, { exit: 'incomplete' });
}
