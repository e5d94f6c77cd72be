import type { EndpointAddress } from './endpoint-address.ts';
import type { CognigySettings, GivenCognigySettings } from './protocol/cognigy/cognigy-settings.ts';
import type { CustomSettings, GivenCustomSettings } from './protocol/custom/custom-settings.ts';
import type { GivenRasaSettings, RasaSettings } from './protocol/rasa/rasa-settings.ts';

/** Everything needed to open conversations at one target. Plain data: it crosses the border of a worker thread. */
export interface EndpointSettings {
  /** The target's name in reports, `default` where none was given. */
  readonly name: string;
  readonly address: EndpointAddress;
  /** Which Socket.IO client speaks. `auto` is settled by the target check before the load starts. Default `auto`. */
  readonly socketio: SocketIoChoice;
  /** When a conversation may begin once it is connected. `auto` is settled by the target check. Default `auto`. */
  readonly ready: ReadyPolicy;
  /** Settings of the protocol of the platform behind the endpoint. */
  readonly protocol: ProtocolSettings;
  /** Extra HTTP headers of upgrade requests and of inject and notify requests. Default none. */
  readonly headers: Readonly<Record<string, string>>;
  /** Extra query parameters of the upgrade request; those of the protocol cannot be replaced. Default none. */
  readonly query: Readonly<Record<string, string>>;
  /** Time limit from creating the socket (dns) to ready, and from an inject or notify request to its response, in ms. Default 20,000. */
  readonly connectTimeoutMs: number;
  /** Maximum number of inject and notify requests per second. Default: no limit. */
  readonly pushRate?: number | undefined;
  readonly network: NetworkSettings;
}

/** The settings of one protocol; `name` says which. */
export type ProtocolSettings = CognigySettings | RasaSettings | CustomSettings;

/** The settings of any protocol that a user gives. */
export interface GivenSettings extends GivenCognigySettings, GivenRasaSettings, GivenCustomSettings {}

export type ProtocolName = ProtocolSettings['name'];

export type SocketIoChoice = 'auto' | 4 | 2;

export type ReadyPolicy =
  | { readonly kind: 'auto' }
  /** Wait for the server's ready signal; its absence is a failure. */
  | { readonly kind: 'wait' }
  /** Take the connection as ready `afterMs` after Socket.IO connected, or at the ready signal if that comes first. */
  | { readonly kind: 'assume'; readonly afterMs: number };

/** What preflight has settled; load starts only from these. */
export interface SettledEndpoint extends EndpointSettings {
  readonly socketio: 4 | 2;
  readonly ready: Exclude<ReadyPolicy, { kind: 'auto' }>;
}

/** How the bytes get there. PEM texts, not paths: files are read once, at the border. */
export interface NetworkSettings {
  /** Certificates trusted in addition to the built-in roots. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Accept any certificate. Default false. */
  readonly insecure?: boolean;
  /** Resume TLS sessions; otherwise every connection does a full handshake, as that of a new user. Default false. */
  readonly tlsResume?: boolean;
  /** Proxy URL; by default HTTPS_PROXY, HTTP_PROXY and NO_PROXY decide. Loopback is never proxied. */
  readonly proxy?: string;
  /** host[:port] → address, as `curl --resolve`. */
  readonly resolve?: Readonly<Record<string, string>>;
  /** IP addresses of this machine, all of one family, that connections leave from in turn. Default: the system chooses. */
  readonly localAddresses?: readonly string[];
}
