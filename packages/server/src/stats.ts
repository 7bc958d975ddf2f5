import { ChatError, type Limits } from '@chat/protocol';
import type { Connection } from './connection.ts';
import type { People } from './people.ts';
import type { RoomRegistry } from './room/room-registry.ts';

/** What the server is carrying now. */
export interface Stats {
  /** Live sockets. */
  connections: number;
  /** People connected, sessions in process included. */
  users: number;
  /** Rooms open in this process. */
  rooms: number;
}

export interface StatsKeeper {
  /** Throws `overloaded` when there are as many connections as the limits allow. */
  admit(address: string): void;
  arrived(connection: Connection): void;
  ended(connection: Connection): void;
  read(): Stats;
}

export const createStats = ({
  limits,
  rooms,
  people,
}: {
  limits: Limits;
  rooms: RoomRegistry;
  people: People;
}): StatsKeeper => {
  const byAddress = new Map<string, number>();
  let connections = 0;

  const count = ({ address, kind }: Connection, change: 1 | -1): void => {
    if (kind !== 'socket') return;
    connections += change;
    const left = (byAddress.get(address) ?? 0) + change;
    if (left > 0) byAddress.set(address, left);
    else byAddress.delete(address);
  };

  return {
    admit: (address) => {
      if (connections >= limits.maxConnections) {
        throw new ChatError('overloaded', `at most ${limits.maxConnections} connections`);
      }
      if ((byAddress.get(address) ?? 0) >= limits.maxConnectionsPerAddress) {
        throw new ChatError(
          'overloaded',
          `at most ${limits.maxConnectionsPerAddress} connections from one address`,
        );
      }
    },
    arrived: (connection) => count(connection, 1),
    ended: (connection) => count(connection, -1),
    read: () => ({ connections, users: people.count, rooms: [...rooms.live()].length }),
  };
};
