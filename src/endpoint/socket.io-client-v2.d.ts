/** The little of socket.io-client 2.5 that palaver uses; the package brings no types. */
declare module 'socket.io-client-v2' {
  export interface PacketV2 {
    readonly id?: number | null;
    data?: unknown[];
  }

  export interface SocketV2 {
    readonly connected: boolean;
    on(event: 'connect', listener: () => void): this;
    on(event: 'connect_error' | 'error', listener: (error: unknown) => void): this;
    on(event: 'disconnect', listener: (reason: string) => void): this;
    connect(): this;
    disconnect(): this;
    ack(id: number): (...args: unknown[]) => void;
    onevent(packet: PacketV2): void;
  }

  export class ManagerV2 {
    constructor(uri: string, options: object);
    /** The client of engine.io-client 3. */
    readonly engine: unknown;
    timeout(value: false): this;
    socket(namespace: string, options: object): SocketV2;
  }

  const client: { readonly Manager: typeof ManagerV2 };
  export default client;
}
