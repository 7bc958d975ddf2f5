// The example of a custom store: the whole contract, and a chat on it.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatClient } from '@chat/client';
import { createChatServer, type ChatStorage } from '@chat/server';
import { testStorage } from '@chat/server/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { openStorage } from '../../examples/store/storage.ts';
import { blocksOf } from '../doc-blocks.ts';
import { textOf } from '../source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = new WeakMap<ChatStorage, string>();
let count = 0;

const open = (name: string): ChatStorage => {
  const storage = openStorage(join(folder, `${name}.db`));
  names.set(storage, name);
  return storage;
};

describe('the store in the guide', () => {
  testStorage(() => open(String((count += 1))), {
    test,
    reopen: (closed) => open(names.get(closed) ?? ''),
  });

  test('is short, and quoted verbatim', () => {
    const source = textOf('examples/store/storage.ts');
    expect(source.split('\n').length).toBeLessThanOrEqual(300);
    // Prettier breaks lines elsewhere in the page.
    const plain = (text: string): string => text.replaceAll(/\s|,(?=\s*[)\]}])/g, '');
    const quoted = blocksOf('docs/guides/write-a-store.md', 'ts').flatMap((block) => {
      const [, code] = block.split('// examples/store/storage.ts\n');
      return code === undefined ? [] : [code.trim()];
    });
    expect(quoted).toHaveLength(4);
    const isThere = (code: string): boolean =>
      [code, code.replace(/\};$/, '')].some((each) => plain(source).includes(plain(each).replace(/,$/, '')));
    expect(quoted.filter((code) => !isThere(code))).toEqual([]);
  });
});

test('a chat continues after a server restart', async () => {
  const start = async () => {
    const storage = open('chat');
    const httpServer = createServer();
    const chat = createChatServer(httpServer, { storage });
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
    const address = httpServer.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return {
      url: `http://127.0.0.1:${address.port}`,
      close: async () => {
        await chat.close();
        await storage.close();
        httpServer.close();
      },
    };
  };
  const textsOf = (client: ReturnType<typeof createChatClient>): string[] =>
    client
      .room('lobby')
      .messages.get()
      .items.map(({ text }) => text);

  const first = await start();
  const ana = createChatClient({ url: first.url, name: 'Ana' });
  const luis = createChatClient({ url: first.url, name: 'Luis' });
  await luis.room('lobby').join();
  await ana.room('lobby').join();
  await ana.room('lobby').messages.send({ text: 'hola' });
  await luis.room('lobby').messages.send({ text: 'buenas' });
  await expect.poll(() => textsOf(ana)).toEqual(['hola', 'buenas']);
  await expect.poll(() => textsOf(luis)).toEqual(['hola', 'buenas']);
  await ana.close();
  await luis.close();
  await first.close();

  const second = await start();
  const eva = createChatClient({ url: second.url, name: 'Eva' });
  await eva.room('lobby').join();
  await expect.poll(() => textsOf(eva)).toEqual(['hola', 'buenas']);
  const [message] = eva.room('lobby').messages.get().items;
  await eva.room('lobby').reactions.add(message?.id ?? '', '👍');
  await expect
    .poll(() =>
      eva
        .room('lobby')
        .messages.get()
        .items[0]?.reactions.map(({ emoji, count: times }) => [emoji, times]),
    )
    .toEqual([['👍', 1]]);
  await eva.close();
  await second.close();
});
