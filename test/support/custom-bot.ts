import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { onTestFinished } from 'vitest';

export interface CustomBot {
  readonly url: string;
  /** The utterances that it got, in order, each with the connect payload of its connection. */
  readonly heard: readonly { readonly text: string; readonly auth: Readonly<Record<string, unknown>> }[];
}

/** Its events, as a target with `protocol: custom` describes them. */
export const CUSTOM_EVENTS = '{ input: message, outputs: reply }';

/** A bot on a Socket.IO server of its own, which repeats what is said and the connect payload; it ends with the test. */
export async function startCustomBot(): Promise<CustomBot> {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  const heard: { text: string; auth: Record<string, unknown> }[] = [];
  io.on('connection', (socket) => {
    const { auth } = socket.handshake;
    socket.on('message', (text: string) => {
      heard.push({ text, auth });
      socket.emit('reply', { text: `${text}, ${JSON.stringify(auth)}` });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void io.close());
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, heard };
}
