import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { PageModel } from '../../src/render/page/page-model.ts';

/** A request and its whole answer. */
export async function ask(url: string, options: object = {}): Promise<IncomingMessage & { body: string }> {
  const [response] = (await once(get(url, options), 'response')) as [IncomingMessage];
  let body = '';
  response.setEncoding('utf8').on('data', (text) => {
    body += text;
  });
  await once(response, 'end');
  return Object.assign(response, { body });
}

/** Listens to a dashboard as a browser does; `heard` has the received events, and whether the connection was closed. */
export function listenTo(dashboard: string) {
  const heard = { text: '', over: false };
  get(`${dashboard}events`, (response) => {
    response.setEncoding('utf8').on('data', (text) => {
      heard.text += text;
    });
    response.on('close', () => {
      heard.over = true;
    });
  });
  const names = () => [...heard.text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name);
  const models = () =>
    [...heard.text.matchAll(/^event: model\ndata: (.*)\n\n/gm)].map(([, json]) => JSON.parse(json!) as PageModel);
  return { heard, names, models };
}
