import type { Logger } from '../logger.ts';
import type { StoredRecord } from '../storage/contract/records.ts';
import type { TimelineStore } from '../storage/contract/storage.ts';
import { ownRecords, type OwnRecordName } from '../storage/decide/personal/own-records.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { Bus } from './node-bus.ts';

/** Informs users of changes of their own records. */
export interface PersonalEvents {
  /**
   * Sends an event to all connections of a user, on every node. `messageId`: of a draft, that of its thread,
   * empty for the room. `record`: null if it was removed.
   */
  onChanged(
    name: OwnRecordName,
    roomId: string,
    userId: string,
    messageId: string,
    record: StoredRecord | null,
  ): void;
}

interface PersonalEventsDeps {
  timeline: Pick<TimelineStore, 'record'>;
  onlineUsers: Pick<OnlineUsers, 'connectionsOf'>;
  bus: Pick<Bus, 'publish' | 'subscribe'>;
  logger: Logger;
}

export const createPersonalEvents = ({
  timeline,
  onlineUsers,
  bus,
  logger,
}: PersonalEventsDeps): PersonalEvents => {
  const deliver: PersonalEvents['onChanged'] = (name, roomId, userId, messageId, record) => {
    const event = ownRecords[name].event(roomId, messageId, record);
    if (!event) return;
    for (const connection of onlineUsers.connectionsOf(userId)) connection.deliver([event]);
  };

  bus.subscribe('personal', ({ name, roomId, userId, messageId }) => {
    if (onlineUsers.connectionsOf(userId).length === 0) return;
    const { kind, key } = ownRecords[name].place(userId, messageId);
    timeline.record(roomId, kind, key).then(
      (record) => deliver(name, roomId, userId, messageId, record),
      (error: unknown) => logger.warn({ err: error, roomId }, 'a record of a user could not be read'),
    );
  });

  return {
    onChanged: (name, roomId, userId, messageId, record) => {
      deliver(name, roomId, userId, messageId, record);
      bus.publish(
        'personal',
        { name, roomId, userId, messageId },
        `${name} ${roomId} ${messageId} ${userId}`,
      );
    },
  };
};
