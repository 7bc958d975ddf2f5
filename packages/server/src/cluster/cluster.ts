import type { Limits } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import { createSharedPresence, type SharedPresence } from '../presence/shared-presence.ts';
import type { PresenceStore } from '../storage/contract/presence-store.ts';
import { createBus, type Bus, type BusTransport } from './node-bus.ts';
import {
  createEphemeralBroadcast,
  type EphemeralBroadcast,
  type EphemeralTargets,
} from './ephemeral-broadcast.ts';

/** The other nodes of the chat, as this one sees them. Costs nothing if there are none. */
export interface Cluster {
  bus: Bus;
  presence: SharedPresence;
  ephemeral: EphemeralBroadcast;
  /** Starts the exchange with other nodes over this transport; null: there are none. */
  open(wire: BusTransport | null): void;
  /** Announces that this node leaves. Pending messages are still sent until `close`. */
  leave(): Promise<void>;
  close(): void;
}

interface ClusterDeps {
  store: PresenceStore;
  limits: Limits;
  logger: Logger;
  id(): string;
  parts(): EphemeralTargets;
}

export const createCluster = ({ store, limits, logger, id, parts }: ClusterDeps): Cluster => {
  const bus = createBus({ id, logger });
  const presence = createSharedPresence({
    store,
    limits,
    logger,
    bus,
    id,
    onUser: (...change) => parts().onlineUsers.setRemote(...change),
    onUsersLost: (...lost) => void parts().onlineUsers.onUsersLost(...lost),
  });
  const ephemeral = createEphemeralBroadcast({ bus, parts, windowMs: limits.presenceWindowMs });
  return {
    bus,
    presence,
    ephemeral,
    open: (wire) => {
      bus.attach(wire);
      if (!bus.isOpen) return;
      ephemeral.open();
      presence.open();
    },
    leave: presence.close,
    close: () => {
      ephemeral.close();
      bus.close();
    },
  };
};
