import type { ErrorBody, Handshake, Reply } from '@chat/protocol';

/** What a client presents in its CONNECT packet. `replaces`: the id of its connection before this one. */
export type ConnectAuth = Handshake & { replaces?: string | undefined };

/** A Socket.IO connection in the main namespace. Nothing arrives after `close()`. */
export interface Transport {
  /** Sends an event whose acknowledgement comes under `id`. Only after `connected`. */
  emit(id: number, name: string, input: unknown): void;
  /** `tells`: with a DISCONNECT packet, so that the server does not wait for the client to come back. */
  close(tells: boolean): void;
}

/** None is called before the pipe has been returned. */
export interface TransportListeners {
  /** The server has accepted the handshake. It sends a packet at least every `silenceMs`, or it is gone. */
  connected(sid: string, silenceMs: number): void;
  event(name: string, value: never): void;
  ack(id: number, reply: Reply<unknown>): void;
  /** A packet of any kind has arrived: the server is there. */
  packet(): void;
  /** It was refused with an error, ended, or could not be made. Last call. */
  down(error: Partial<ErrorBody> | null): void;
}

/** Opens a pipe to `url`, which ends in a slash. The caller closes it when `timeoutMs` are over. */
export type OpenTransport = (
  url: string,
  auth: ConnectAuth,
  listeners: TransportListeners,
  timeoutMs: number,
) => Transport;
