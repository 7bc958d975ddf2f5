import type { Limits } from '@chat/protocol';
import type { Calls } from '../calls/calls.ts';
import type { GroupCalls } from '../group-calls/group-calls.ts';
import type { Connection } from '../connections/connection.ts';
import type { ListenerGuard } from '../async/listener-guard.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import type { StatsKeeper } from '../operations/stats.ts';

interface ConnectionLifecycleDeps {
  stats: Pick<StatsKeeper, 'arrived' | 'ended'>;
  people: OnlineUsers;
  rooms: RoomRegistry;
  watch: RoomListSubscriptions;
  calls: Calls;
  groupCalls: Pick<GroupCalls, 'departed'>;
  limits: Limits;
  isDraining(): boolean;
  guard: ListenerGuard;
}

/** Tells all who have to know that a lasting connection has begun, or is over. */
export const createConnectionLifecycle = ({
  stats,
  people,
  rooms,
  watch,
  calls,
  groupCalls,
  limits,
  isDraining,
  guard,
}: ConnectionLifecycleDeps) => ({
  arrived: (connection: Connection): void => {
    stats.arrived(connection);
    people.arrive(connection);
    calls.arrived(connection);
  },
  ended: (connection: Connection, onPurpose: boolean): void => {
    stats.ended(connection);
    const graceMs = onPurpose || isDraining() ? 0 : limits.presenceGraceMs;
    const steps = [
      ...[...connection.rooms.keys()].map(
        (roomId) => () => rooms.peek(roomId)?.audience.leave(connection, graceMs),
      ),
      () => watch.drop(connection),
      () => calls.departed(connection),
      () => groupCalls.departed(connection),
      () => people.depart(connection, graceMs),
    ];
    // What one step throws does not keep the user in the rooms of the next.
    for (const step of steps) guard('leaving', step)();
  },
});
