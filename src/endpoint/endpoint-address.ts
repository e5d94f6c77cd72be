/** Where an endpoint lives. Plain data. The token is a credential and never appears in any output. */
export interface EndpointAddress {
  /** `https://host:port` or `http://host:port`, without a path; ws and wss are written as http and https. */
  readonly origin: string;
  /** Engine.IO path, `/socket.io` or `/sub/path/socket.io`. */
  readonly path: string;
  readonly token: string;
}
