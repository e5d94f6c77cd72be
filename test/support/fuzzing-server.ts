import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type RandomStream, randomStream } from '../../src/platform/random.ts';
import { mutateFrame } from './mutate-frame.ts';

/** Mutated frames before each answer but the first of a connection. */
const FRAMES_PER_TURN = 25;

/**
 * A Socket.IO endpoint that answers every input: the first of a connection correctly, every later one after mutated frames,
 * binary ones, fragments, and sometimes bytes that are not a frame. Seed and number of the connection determine what it sends.
 */
export class FuzzingServer {
  /** Mutated frames so far. */
  frames = 0;
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly http = createServer();
  private readonly webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  constructor(seed: string) {
    this.http.on('upgrade', (request, socket: Socket, head) => {
      const stream = randomStream(seed, this.connections++, 'frames');
      this.sockets.add(socket.on('error', () => socket.destroy()));
      const connects = request.url?.includes('EIO=3') ? '40' : undefined;
      this.webSockets.handleUpgrade(request, socket, head, (webSocket) =>
        this.serve(webSocket, socket, stream, connects),
      );
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/token-of-tests`;
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.http.close();
  }

  /** `connects`: the packet that says so unasked, in version 2. */
  private serve(webSocket: WebSocket, socket: Socket, stream: RandomStream, connects: string | undefined): void {
    let inputs = 0;
    const stand = (packet: string) => {
      webSocket.send(packet);
      webSocket.send('42["endpoint-ready",{}]');
    };
    webSocket.on('error', () => webSocket.terminate());
    webSocket.on('message', (bytes: Buffer) => {
      const text = bytes.toString();
      if (text === '2') webSocket.send('3');
      else if (text.startsWith('40')) stand('40{"sid":"s"}');
      else if (text.startsWith('42["processInput"')) {
        if (inputs++ > 0) this.fuzz(webSocket, socket, stream);
        webSocket.send('42["output",{"type":"output","data":{"text":"hello"}}]');
        webSocket.send('42["finalPing",{"type":"regular"}]');
      }
    });
    webSocket.send('0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000}');
    if (connects !== undefined) stand(connects);
  }

  private fuzz(webSocket: WebSocket, socket: Socket, stream: RandomStream): void {
    for (let count = 0; count < FRAMES_PER_TURN && webSocket.readyState === webSocket.OPEN; count += 1) {
      this.frames += 1;
      const chance = stream.next();
      const frame = mutateFrame(stream);
      if (chance < 0.005) socket.write(Buffer.from(frame).subarray(0, 40));
      else if (chance < 0.02) webSocket.send(Buffer.from(frame));
      else if (chance < 0.1) sendInFragments(webSocket, frame);
      else webSocket.send(frame);
    }
  }
}

function sendInFragments(webSocket: WebSocket, text: string): void {
  const half = Math.floor(text.length / 2);
  webSocket.send(text.slice(0, half), { fin: false });
  webSocket.send(text.slice(half));
}
