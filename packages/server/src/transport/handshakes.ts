import { ChatError } from '@chat/protocol';

/** Lets a connection present one user at a time: Socket.IO takes a second CONNECT while the first is being looked at. */
export interface Handshakes {
  /** Returns false if the connection presents a user already, or has done so. */
  begin(conn: object): boolean;
  /** The handshake was refused, so the connection may try again. */
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

/** Returns what a second CONNECT is refused with. */
export const presentedTwice = (): ChatError =>
  new ChatError('conflict', 'this connection presents a user already');
