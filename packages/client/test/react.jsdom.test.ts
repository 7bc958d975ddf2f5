// The hooks, in React in a page, with events of a real server.
import { memoryStorage, type ChatClient } from '@chat/client';
import {
  useChatClient,
  useConnection,
  useMessages,
  useRoom,
  useRoomState,
  useRooms,
} from '@chat/client/react';
import { createChatServer } from '@chat/server';
import { createElement as h, StrictMode, type FunctionComponent } from 'react';
import { createRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { patient } from '../../../test/unhurried.ts';

const serve = async () => {
  const http = createServer();
  const chat = createChatServer(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await chat.close();
    http.close();
  });
  return { chat, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
};

const seen: ChatClient[] = [];
const Lines: FunctionComponent<{ client: ChatClient; roomId: string }> = ({ client, roomId }) => {
  const room = useRoom(client, roomId);
  const { status } = useRoomState(room);
  const { items } = useMessages(room);
  const { items: rooms } = useRooms(client);
  const connection = useConnection(client);
  const words = [
    client.user?.name,
    roomId,
    connection,
    status,
    ...items.map(({ text }) => text),
    rooms.map(({ room: { id } }) => id),
  ];
  return h('p', null, words.join(' '));
};
const Page: FunctionComponent<{ url: string; name: string; roomId: string }> = ({ url, name, roomId }) => {
  const client = useChatClient({ url, name, storage: memoryStorage() });
  if (seen.at(-1) !== client) seen.push(client);
  return h(Lines, { client, roomId });
};

const text = (expected: RegExp) =>
  vi.waitFor(() => expect(document.body.textContent).toMatch(expected), { timeout: 10_000 });

test('the hooks render state, follow a changed room or user, and clean up', async () => {
  const { chat, url } = await serve();
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  const draw = (name: string, roomId: string) =>
    root.render(h(StrictMode, null, h(Page, { url, name, roomId })));
  draw('Ana', 'a');
  await text(/^Ana a online joined/);
  const bot = chat.as({ id: 'bot', name: 'Bot' });
  for (const roomId of ['a', 'b']) {
    await bot.call('room:join', { roomId });
    await bot.call('message:send', { roomId, id: crypto.randomUUID(), text: `in ${roomId}` });
  }
  await text(/^Ana a online joined in a/);
  draw('Ana', 'b');
  await text(/^Ana b online joined in b/);
  draw('Ben', 'b');
  await text(/^Ben b online joined in b/);
  const live = seen.filter(({ status }) => status === 'online');
  expect(live.map(({ user }) => user?.name)).toEqual(['Ben']);
  root.unmount();
  await vi.waitFor(() => expect(live[0]?.status).toBe('closed'), patient);
  await vi.waitFor(() => expect(chat.stats().connections).toBe(0), { timeout: 10_000 });
});

test('the hooks render on a server without connecting', () => {
  expect(renderToString(h(Page, { url: 'http://127.0.0.1:9', name: 'Ana', roomId: 'a' }))).toBe(
    '<p> a idle idle </p>',
  );
});
