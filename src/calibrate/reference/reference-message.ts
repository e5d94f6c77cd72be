/** Options of a reference endpoint. */
export interface ReferenceInput {
  /** Time from the reading of an input to its reply: a distribution such as `lognormal 60ms 0.4`. */
  readonly delay: string;
  readonly seed: number;
  /** Size of the log in turns, about 50 bytes each. */
  readonly capacity: number;
  /** Sends a typing event between input and reply. Default false. */
  readonly typing?: boolean;
  /** All replies are equal, for clients that recognise a reply only by its exact content. Default false: numbered. */
  readonly constantReply?: boolean;
  /** PEM texts; with them it speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export type ToReference = { readonly kind: 'start'; readonly input: ReferenceInput } | { readonly kind: 'read-log' };

export type FromReference =
  | { readonly kind: 'started'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }
  /** The log (see ReferenceLog.encode), established connections, and the CPU time of the process. */
  | { readonly kind: 'log'; readonly log: string; readonly connections: number; readonly cpuUs: number };
