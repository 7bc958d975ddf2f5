import type { Connection } from '../connections/connection.ts';
import type { ConnectionLimits } from '../limits/connection-limits.ts';
import type { LoadShedding, LoadLevel } from './load-shedding.ts';

/** The current load of the server. */
export interface Stats {
  /** Live sockets. */
  connections: number;
  /** Unauthenticated sockets, of old front ends too. */
  unauthenticated: number;
  /** Connected users, in-process sessions included. */
  users: number;
  /** Rooms open in this process. */
  rooms: number;
  /** Lag of the event loop at the last measurement, ms. */
  lagMs: number;
  /** The resulting state: `calm`, `busy` (typing and receipts are rejected) or `overloaded` (sends too). */
  load: LoadLevel;
}

export interface StatsKeeper {
  onConnected(connection: Connection): void;
  onDisconnected(connection: Connection): void;
  read(): Stats;
}

export const createStats = ({
  rooms,
  onlineUsers,
  load,
  connectionLimits,
}: {
  rooms: { live(): Iterable<unknown> };
  onlineUsers: { readonly count: number };
  load: LoadShedding;
  connectionLimits: Pick<ConnectionLimits, 'total'>;
}): StatsKeeper => {
  let connections = 0;

  const count = ({ kind }: Connection, change: 1 | -1): void => {
    if (kind === 'socket') connections += change;
  };

  return {
    onConnected: (connection) => count(connection, 1),
    onDisconnected: (connection) => count(connection, -1),
    read: () => ({
      connections,
      unauthenticated: Math.max(0, connectionLimits.total - connections),
      users: onlineUsers.count,
      rooms: [...rooms.live()].length,
      lagMs: load.lagMs,
      load: load.level,
    }),
  };
};
