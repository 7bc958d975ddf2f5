import { ChatError } from '@chat/protocol';

/**
 * Allows one authentication per connection: Socket.IO accepts a second CONNECT while the first is being
 * processed.
 */
export interface Handshakes {
  /** Returns false if the connection has authenticated a user, or is doing so. */
  begin(conn: object): boolean;
  /** The handshake was rejected, so the connection may try again. */
  release(conn: object): void;
}

export const createHandshakes = (): Handshakes => {
  const begun = new WeakSet();
  return {
    begin: (conn) => {
      if (begun.has(conn)) return false;
      begun.add(conn);
      return true;
    },
    release: (conn) => void begun.delete(conn),
  };
};

/** Returns the error for a second CONNECT. */
export const presentedTwice = (): ChatError =>
  new ChatError('conflict', 'this connection has signed in already');
