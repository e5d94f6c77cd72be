import { text } from '../field-forms.ts';

/** Events of Socket.IO itself: a server closes a connection that sends one, and none is received from a server. */
const RESERVED = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];

/** The name of an event between user and bot. */
export const eventName = text
  .min(1)
  .refine((name) => !RESERVED.includes(name), { error: 'is an event of Socket.IO itself; use an event of the bot' });
