import type { Limits } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import { createSharedPresence, type SharedPresence } from '../presence/shared-presence.ts';
import type { PresenceStore } from '../storage/contract/presence-store.ts';
import { createBus, type Bus, type NodeWire } from './node-bus.ts';
import { createPassing, type Passing, type PassingParts } from './ephemeral-broadcast.ts';

/** The other nodes of the chat, as this one has to do with them. Nothing of it costs anything where it is alone. */
export interface OtherNodes {
  bus: Bus;
  presence: SharedPresence;
  passing: Passing;
  /** There are others, reached by this wire; null: there are none. */
  open(wire: NodeWire | null): void;
  /** Takes leave of them. What is still to be said by the bus is said until it is closed. */
  leave(): Promise<void>;
  close(): void;
}

interface OtherNodesDeps {
  store: PresenceStore;
  limits: Limits;
  logger: Logger;
  id(): string;
  parts(): PassingParts;
}

export const createOtherNodes = ({ store, limits, logger, id, parts }: OtherNodesDeps): OtherNodes => {
  const bus = createBus({ id, logger });
  const presence = createSharedPresence({
    store,
    limits,
    logger,
    bus,
    id,
    person: (...said) => parts().people.elsewhere(...said),
    lost: (...told) => void parts().people.lost(...told),
  });
  const passing = createPassing({ bus, parts, windowMs: limits.presenceWindowMs });
  return {
    bus,
    presence,
    passing,
    open: (wire) => {
      bus.attach(wire);
      if (!bus.isOpen) return;
      passing.open();
      presence.open();
    },
    leave: presence.close,
    close: () => {
      passing.close();
      bus.close();
    },
  };
};
