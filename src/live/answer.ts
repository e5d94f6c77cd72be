import type { IncomingMessage, ServerResponse } from 'node:http';

/** Responses must not be cached, or interpreted as another type. */
export const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export function give(request: IncomingMessage, response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { ...HEADERS, 'content-type': type });
  response.end(request.method === 'HEAD' ? undefined : text);
}

export function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${why}\n`);
}
