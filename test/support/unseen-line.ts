import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { ConnectionEvent } from '../../src/endpoint/endpoint-connection.ts';
import type { Bounds } from '../../src/platform/time/bounds.ts';
import { chunk } from './drive-machine.ts';
import type { Rehearsal } from './rehearsal.ts';

/** What a bot may send, one letter each: a reply, an error, a final ping, typing on and off, a pong; `s` stops. */
export const LETTERS = ['r', 'e', 'p', 't', 'T', 'o', 's'] as const;
export type Letter = (typeof LETTERS)[number];

/**
 * The connection of a rehearsal with an inbox, like a real one: what is read gets a timestamp and waits until it is delivered.
 */
export class UnseenLine {
  /** Events that were read, and that were delivered. */
  read = 0;
  told = 0;
  /** Events that waited while something was sent. */
  unseenWhenSaid = 0;
  private readonly socket = new EventEmitter() as Socket;
  private arrival: Bounds = { loUs: 0, hiUs: 0 };

  constructor(talk: Rehearsal) {
    const { line } = talk;
    const arrived = (arrival: Bounds) => {
      this.arrival = arrival;
    };
    line.onCatchUp = talk.inbox.takeOver(this.socket, arrived, (thrown) => {
      throw thrown;
    });
    this.socket.on('data', (bytes: Buffer) => {
      for (const letter of bytes.toString()) {
        this.told += 1;
        if (line.closings === 0) line.tell(eventOf(letter as Letter, this.arrival.hiUs));
      }
    });
    const say = line.say.bind(line);
    line.say = (input) => {
      this.unseenWhenSaid += this.read - this.told;
      return say(input);
    };
  }

  /** One chunk of bytes is read now. */
  reads(letters: readonly Letter[]): void {
    this.read += letters.length;
    if (letters.length > 0) this.socket.emit('data', Buffer.from(letters.join('')));
  }
}

function eventOf(letter: Letter, atUs: number): ConnectionEvent {
  switch (letter) {
    case 'r':
      return chunk(atUs / 1000);
    case 's':
      return chunk(atUs / 1000, { text: 'stop' });
    case 'e':
      return {
        kind: 'error-reply',
        atUs,
        acked: false,
        via: 'output',
        code: '500',
        message: 'boom',
        traceId: undefined,
      };
    case 'p':
      return { kind: 'final-ping', atUs, acked: false, type: 'regular' };
    case 't':
    case 'T':
      return { kind: 'typing', atUs, acked: false, on: letter === 't' };
    case 'o':
      return { kind: 'path', atUs, rttLoUs: 10, rttHiUs: 20 };
  }
}
