/** The protocol that a mock endpoint speaks, with what a scenario sets of it. Plain JSON. Default: Cognigy's. */
export type MockProtocol = { readonly name: 'cognigy' } | MockRasa | MockCustom;

/** The Socket.IO channel of Rasa. */
export interface MockRasa extends MockPlace {
  readonly name: 'rasa';
  readonly userEvent?: string | undefined;
  readonly botEvent?: string | undefined;
  readonly metadataKey?: string | undefined;
}

/** Events that the scenario describes; those under `events` of a target. JSONPaths must name single fields. */
export interface MockCustom extends MockPlace {
  readonly name: 'custom';
  /** Connect payload of a client, with templates of the ids. */
  readonly auth?: Readonly<Record<string, unknown>> | undefined;
  readonly events?: MockEvents | undefined;
}

export interface MockEvents {
  readonly hello?: (MockSent & { readonly ack: boolean }) | undefined;
  readonly ready?: MockEvent | undefined;
  readonly input: MockSent;
  readonly ack?: MockOutput | undefined;
  readonly outputs: readonly (MockEvent & MockOutput)[];
  readonly errors: readonly (MockEvent & { readonly message?: string | undefined })[];
  readonly end: readonly MockEvent[];
}

/** What a client sends: arguments with templates. */
export interface MockSent {
  readonly event: string;
  readonly args: readonly unknown[];
}

/** What the server sends: JSONPath → value. */
export interface MockEvent {
  readonly event: string;
  readonly where: Readonly<Record<string, unknown>>;
}

/** JSONPaths of the parts of an output. */
export interface MockOutput {
  readonly text?: string | undefined;
  readonly data?: string | undefined;
  readonly choices?:
    | { readonly items: string; readonly title?: string | undefined; readonly payload?: string | undefined }
    | undefined;
  readonly id?: string | undefined;
  readonly done?: string | undefined;
}

/** Where a protocol is served. */
export interface MockPlace {
  /** Namespace of Socket.IO. Default `/`. */
  readonly namespace?: string | undefined;
  /** Path of Engine.IO. Default the sub-path and `/socket.io`. */
  readonly path?: string | undefined;
}
