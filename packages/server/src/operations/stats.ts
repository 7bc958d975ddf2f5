import type { Connection } from '../connections/connection.ts';
import type { ConnectionLimits } from '../limits/connection-limits.ts';
import type { LoadShedding, LoadLevel } from './load-shedding.ts';

/** What the server is carrying now. */
export interface Stats {
  /** Live sockets. */
  connections: number;
  /** Sockets whose user is not known yet, of old front ends too. */
  unauthenticated: number;
  /** People connected, sessions in process included. */
  users: number;
  /** Rooms open in this process. */
  rooms: number;
  /** How late the event loop ran at the last look, ms. */
  lagMs: number;
  /** What that makes of the server: `calm`, `busy` (typing and read marks are refused) or `overloaded` (sends too). */
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
