/** What the settings of every protocol have. */
export interface CommonSettings {
  readonly name: string;
}

/** Payload of the packet that connects to a namespace (`auth` of Socket.IO 4). */
export type ConnectPayload = Readonly<Record<string, unknown>>;
