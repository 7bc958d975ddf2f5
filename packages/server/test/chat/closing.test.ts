import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createChatServer, memoryStorage } from '@chat/server';
import { expect, test } from 'vitest';

test('waits until everybody is stored as last seen', async () => {
  const memory = memoryStorage();
  const seen: string[] = [];
  const users = {
    ...memory.users,
    put: async (record: Parameters<typeof memory.users.put>[0]) => {
      await sleep(50);
      if (record.lastSeenAt !== undefined) seen.push(record.user.id);
    },
  };
  const chat = createChatServer(createServer(), { storage: { ...memory, users } });
  chat.as({ id: 'ana', name: 'Ana' });
  await chat.close();
  expect(seen).toEqual(['ana']);
});
