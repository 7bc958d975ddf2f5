import { pageSize, type Call, type EventOf, type SavedMessage } from '@chat/protocol';
import type { LazyPart } from '../../lazy/lazy.ts';
import { createOwnList, type OwnList } from '../../state/own-list.ts';
import type { Readable } from '../../state/readable.ts';

/** The messages that I saved, of all rooms, the last saved first. */
export type SavedList = OwnList<SavedMessage>;

/** Messages that I saved for later, in all rooms. */
export interface Saved extends Readable<SavedList> {
  /** Loads them and keeps them current from then on, through every reconnect. */
  load(): Promise<void>;
  /** Saves a message. Resolves when the server has stored it; rejects with `ChatError`. */
  add(roomId: string, messageId: string): Promise<void>;
  remove(roomId: string, messageId: string): Promise<void>;
}

export interface SavedFeature {
  api: LazyPart<Saved>;
  receive(event: EventOf<'saved:changed'>): void;
  /** Connected again: events may have been missed. */
  online(): void;
  forget(): void;
}

export const saved = (call: Call, onChange: () => void): SavedFeature => {
  const read = async (): Promise<SavedMessage[]> => {
    const items: SavedMessage[] = [];
    for (let hasMore = true; hasMore;) {
      const before = items.at(-1)?.savedAt;
      const page = await call('message:saved', {
        limit: pageSize.max,
        ...(before === undefined ? {} : { before }),
      });
      items.push(...page.saved);
      hasMore = page.hasMore;
    }
    return items;
  };
  const list = createOwnList(read, onChange);
  const without = (roomId: string, messageId: string): void =>
    list.remove(({ message }) => message.roomId === roomId && message.id === messageId);
  return {
    receive: ({ roomId, messageId, savedAt }) => {
      if (savedAt === null) without(roomId, messageId);
      list.again();
    },
    online: list.again,
    forget: list.forget,
    api: {
      get: list.get,
      load: list.load,
      add: async (roomId, messageId) => void (await call('message:save', { roomId, messageId })),
      remove: async (roomId, messageId) => {
        await call('message:unsave', { roomId, messageId });
        without(roomId, messageId);
      },
    },
  };
};
