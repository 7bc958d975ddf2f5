import type { Limits } from '@chat/protocol';
import type { Calls } from '../calls/calls.ts';
import type { GroupCalls } from '../group-calls/group-calls.ts';
import type { Connection } from '../connections/connection.ts';
import type { ListenerGuard } from '../async/listener-guard.ts';
import type { Live } from '../live/live.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import type { StatsKeeper } from '../operations/stats.ts';

interface ConnectionLifecycleDeps {
  stats: Pick<StatsKeeper, 'onConnected' | 'onDisconnected'>;
  onlineUsers: OnlineUsers;
  rooms: RoomRegistry;
  roomLists: RoomListSubscriptions;
  calls: Calls;
  groupCalls: Pick<GroupCalls, 'onDisconnected'>;
  live: Pick<Live, 'overlays'>;
  limits: Limits;
  isDraining(): boolean;
  guard: ListenerGuard;
}

/** Reports the beginning and end of a lasting connection to all services that track it. */
export const createConnectionLifecycle = ({
  stats,
  onlineUsers,
  rooms,
  roomLists,
  calls,
  groupCalls,
  live: { overlays },
  limits,
  isDraining,
  guard,
}: ConnectionLifecycleDeps) => ({
  onConnected: (connection: Connection): void => {
    stats.onConnected(connection);
    if (connection.overlay) return overlays.onConnected(connection);
    onlineUsers.arrive(connection);
    calls.onConnected(connection);
  },
  onDisconnected: (connection: Connection, onPurpose: boolean): void => {
    stats.onDisconnected(connection);
    const graceMs = onPurpose || isDraining() ? 0 : limits.presenceGraceMs;
    const leaving = [...connection.rooms.keys()].map(
      (roomId) => () => rooms.peek(roomId)?.audience.leave(connection, graceMs),
    );
    const ofOverlay = [...leaving, () => overlays.onDisconnected(connection)];
    const ofUser = [
      ...leaving,
      () => roomLists.drop(connection),
      () => calls.onDisconnected(connection),
      () => groupCalls.onDisconnected(connection),
      () => onlineUsers.depart(connection, graceMs),
    ];
    // An error in one step does not keep the user in other rooms.
    for (const step of connection.overlay ? ofOverlay : ofUser) guard('leaving', step)();
  },
});
