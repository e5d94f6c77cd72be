import type { CommonSettings } from '../common-settings.ts';

/** What can be set of a target that speaks Cognigy.AI's protocol. Plain data. */
export interface CognigySettings extends CommonSettings {
  readonly name: 'cognigy';
  /** Where the IDs travel: in the query (default) or in the answer to the server's `handshake` event. */
  readonly handshake: 'query' | 'inner';
  /** Label for analytics on the platform. Default `palaver`. */
  readonly channel: string;
  /** Marks the inputs as test inputs (not billed, at most 600 per hour). Default false. */
  readonly testMode: boolean;
  /** Asks the server to request acks for its outputs. Default true, as Cognigy's clients do. */
  readonly emitWithAck: boolean;
  /** `passthroughIP` of every input; Cognigy's default is null. */
  readonly passthroughIp: string | null;
}

/** Those that a user gives. */
export type GivenCognigySettings = Partial<Omit<CognigySettings, 'name'>>;

export function cognigySettings(given: GivenCognigySettings): CognigySettings {
  const {
    handshake = 'query',
    channel = 'palaver',
    testMode = false,
    emitWithAck = true,
    passthroughIp = null,
  } = given;
  return { name: 'cognigy', handshake, channel, testMode, emitWithAck, passthroughIp };
}
