import { createChatClient } from '@chat/client';
import type { Message } from '@chat/protocol';
import type { ChatStorage } from '@chat/server';

/** All there is of a room. */
export interface StoredRoom {
  seq: number;
  rev: number;
  /** By `seq`. */
  messages: Message[];
}

interface Source {
  head(roomId: string): Promise<{ seq: number; rev: number } | null>;
  page: ChatStorage['timeline']['page'];
}

export const readStored = async (
  source: Source,
  rooms: readonly string[],
): Promise<Map<string, StoredRoom>> => {
  const stored = new Map<string, StoredRoom>();
  for (const roomId of rooms) {
    const { seq = 0, rev = 0 } = (await source.head(roomId)) ?? {};
    const messages: Message[] = [];
    for (let after = 0, hasMore = true; hasMore; after = messages.at(-1)?.seq ?? 0) {
      const page = await source.page(roomId, { after, limit: 100 });
      messages.push(...page.messages);
      hasMore = page.hasMore;
    }
    stored.set(roomId, { seq, rev, messages });
  }
  return stored;
};

/** The same as anybody can read it. */
export const readHistory = async (
  url: string,
  rooms: readonly string[],
): Promise<Map<string, StoredRoom>> => {
  const reader = createChatClient({ url, name: 'reader' });
  const stored = await readStored(
    {
      head: (roomId) => reader.call('room:join', { roomId }),
      page: (roomId, query) => reader.call('message:list', { roomId, ...query }),
    },
    rooms,
  );
  await reader.close();
  return stored;
};
