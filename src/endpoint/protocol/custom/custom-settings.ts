import type { CommonSettings, ConnectPayload } from '../common-settings.ts';
import type { CustomEvents } from '../custom-events.ts';

/** What can be set of a target whose Socket.IO events a scenario describes. Plain data. */
export interface CustomSettings extends CommonSettings {
  readonly name: 'custom';
  /** Namespace of Socket.IO. Default `/`. */
  readonly namespace: string;
  /** Payload of the Socket.IO connect packet. Default: none. */
  readonly auth: ConnectPayload | undefined;
  /** Undefined where only the command line names the protocol; nothing can be sent then. */
  readonly events: CustomEvents | undefined;
}

/** Those that a user gives. */
export type GivenCustomSettings = Partial<Omit<CustomSettings, 'name'>>;

export function customSettings({ namespace = '/', auth, events }: GivenCustomSettings): CustomSettings {
  return { name: 'custom', namespace, auth, events };
}
