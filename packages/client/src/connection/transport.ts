import type { ErrorBody, Handshake, Reply } from '@chat/protocol';

/** The payload of the CONNECT packet. `replaces`: id of the client's previous connection. */
export type ConnectAuth = Handshake & { replaces?: string | undefined };

/** A Socket.IO connection in the main namespace. No listener is called after `close()`. */
export interface Transport {
  /** Sends an event; its acknowledgement arrives with `id`. Only after `connected`. */
  emit(id: number, name: string, input: unknown): void;
  /** `tells`: sends a DISCONNECT packet, so that the server does not wait for the client to come back. */
  close(tells: boolean): void;
}

/** None is called before the transport has been returned. */
export interface TransportListeners {
  /** The server has accepted the handshake. Without a packet for `silenceMs`, the connection is dead. */
  connected(sid: string, silenceMs: number): void;
  event(name: string, value: never): void;
  ack(id: number, reply: Reply<unknown>): void;
  /** A packet of any kind has arrived. */
  packet(): void;
  /** It was rejected with an error, closed, or failed to open. The last call. */
  down(error: Partial<ErrorBody> | null): void;
}

/** Opens a transport to `url`, which ends in a slash. The caller closes it after `timeoutMs`. */
export type OpenTransport = (
  url: string,
  auth: ConnectAuth,
  listeners: TransportListeners,
  timeoutMs: number,
) => Transport;
