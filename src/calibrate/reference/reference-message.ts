/** How a reference endpoint is to behave. */
export interface ReferenceInput {
  /** From the reading of an input to its reply: a distribution such as `lognormal 60ms 0.4`. */
  readonly delay: string;
  readonly seed: number;
  /** Turns that can be written down, about 50 bytes each. */
  readonly capacity: number;
  /** Says that it types between input and reply. Default false. */
  readonly typing?: boolean;
  /** All replies are the same, for clients that know a reply by its exact content only. Default false: they are numbered. */
  readonly constantReply?: boolean;
  /** PEM texts; with them it speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export type ToReference = { readonly kind: 'start'; readonly input: ReferenceInput } | { readonly kind: 'read-log' };

export type FromReference =
  | { readonly kind: 'started'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }
  /** The log (see ReferenceLog.encode), connections that came to stand, and the CPU time the process has used. */
  | { readonly kind: 'log'; readonly log: string; readonly connections: number; readonly cpuUs: number };
