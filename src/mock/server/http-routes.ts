import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { randomStream } from '../../platform/random.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { Freezer } from '../faults/freezer.ts';
import type { MockFaults, MockOptions } from '../mock-options.ts';
import type { Delivery } from './delivery.ts';
import type { MockStats, MockTally } from './mock-stats.ts';
import { notFoundText } from './not-found.ts';
import type { SessionStore } from './session-store.ts';
import { type TurnPlayer, traceIdOf } from './turn-player.ts';
import { webchatConfig } from './webchat-config.ts';

/** Default body limit of the endpoint's HTTP routes. */
const LARGEST_BODY = 65_536;

/** CORS: a webchat runs in a page of another origin. */
const FROM_ANY_PAGE = { 'Access-Control-Allow-Origin': '*' };

const pushSchema = z.looseObject({
  userId: z.string().min(1),
  sessionId: z.string().min(1),
  text: z.string().nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
  source: z.string().nullish(),
});

type Push = z.output<typeof pushSchema>;

/** An answer: status, JSON body, and additional headers. */
type Answer = readonly [status: number, body: object, headers?: Readonly<Record<string, string>>];

export interface HttpDeps {
  readonly options: MockOptions;
  readonly dialect: Dialect;
  readonly sessions: SessionStore;
  readonly player: TurnPlayer;
  readonly delivery: Delivery;
  readonly tally: MockTally;
  readonly freezer: Freezer;
  readonly stats: () => MockStats;
}

/**
 *     POST /inject/:token   a user input from outside: the bot runs    200 | 400 | 401 | 404 | 405 | 413 | pushStatus
 *     POST /notify/:token   an output from outside: no bot runs        the same
 *     GET  /:token          the webchat configuration                  200 | 404
 *     GET  /stats           counters and quantiles
 *
 * Both pushes take JSON: userId, sessionId, text, data. 401: wrong token. 404: no such path, or the session is not known.
 */
export async function answerHttp(deps: HttpDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [status, body, headers] = await route(deps, request);
  if (response.destroyed) return;
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function route(deps: HttpDeps, request: IncomingMessage): Promise<Answer> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const inside = path.startsWith(deps.options.subPath) ? path.slice(deps.options.subPath.length) : '';
  if (inside === '/stats') return request.method === 'GET' ? [200, deps.stats()] : [405, error('use GET')];
  if (!deps.dialect.hasRoutes)
    return [404, error(`not found: ${path}; the mock endpoint serves Socket.IO and GET /stats`)];
  const [, token] = /^\/([^/]+)$/.exec(inside) ?? [];
  if (token !== undefined && request.method === 'GET' && isToken(deps.options, token)) {
    return [200, webchatConfig(token), FROM_ANY_PAGE];
  }
  const push = /^\/(inject|notify)\/([^/]+)$/.exec(inside);
  if (!push) return [404, error(notFoundText(deps.options.subPath, path))];
  if (request.method !== 'POST') return [405, error('use POST')];
  if (!isToken(deps.options, push[2]!)) return [401, error('wrong token')];
  const body = await readBody(request);
  if (body === undefined) return [413, error(`more than ${LARGEST_BODY} bytes`)];
  return answerPush(deps, push[1] === 'inject' ? inject : notify, body);
}

/** `inUrl`: encoded as in the path. */
function isToken({ token }: MockOptions, inUrl: string): boolean {
  return token === undefined || inUrl === encodeURIComponent(token);
}

function answerPush(deps: HttpDeps, act: typeof inject, body: string): Answer {
  const { faults, seed } = deps.options;
  const { counters } = deps.tally;
  counters.pushes += 1;
  const chance = randomStream(seed, counters.pushes, 'push');
  if (chance.next() < faults.pushRefuse) {
    counters.faultPushRefuse += 1;
    return refusal(faults);
  }
  const push = pushSchema.safeParse(parsedJson(body));
  if (!push.success)
    return [400, error(push.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))];
  if (chance.next() < faults.pushLost) {
    counters.faultPushLost += 1;
    return [200, { status: 'accepted' }];
  }
  const known = act(deps, push.data);
  return known ? [200, { status: 'accepted' }] : [404, error(`no such session: ${push.data.sessionId}`)];
}

function refusal({ pushStatus, retryAfterMs }: MockFaults): Answer {
  const waits = pushStatus === 429 || pushStatus === 503;
  const body = error('the request failed');
  return waits ? [pushStatus, body, { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) }] : [pushStatus, body];
}

/** False when the session is not known. */
function inject(deps: HttpDeps, push: Push): boolean {
  const session = deps.sessions.find(push.sessionId);
  if (!session) return false;
  deps.tally.counters.injected += 1;
  const { text, data } = push;
  deps.player.take(session, { text: text ?? '', data: data ?? null, resetFlow: false, origin: 'httpIncomingMessage' });
  return true;
}

/** False when the session is not known. */
function notify(deps: HttpDeps, push: Push): boolean {
  const session = deps.sessions.find(push.sessionId);
  if (!session) return false;
  deps.tally.counters.notified += 1;
  session.pushes += 1;
  const traceId = traceIdOf(deps.options.seed, session.id, `push ${session.pushes}`, 'httpIncomingMessage');
  const reply = { text: push.text ?? null, data: push.data ?? null };
  const message = deps.dialect.output(reply, { traceId, source: push.source ?? 'bot' });
  deps.freezer.whenThawed(() => deps.delivery.send(session, message));
  return true;
}

/** Undefined if it is larger than the limit; empty if the client disconnected. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length;
      // A body that is too large is read and discarded, so that the client gets the answer.
      if (size <= LARGEST_BODY) parts.push(part);
    }
  } catch {
    return '';
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(parts).toString('utf8');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function error(message: string): { error: string } {
  return { error: message };
}
