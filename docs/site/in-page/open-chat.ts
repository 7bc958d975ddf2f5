// The real server in a page: its commands, rules, rights and events over the memory storage. Nothing of it
// leaves the page, so what needs a network is off: files, calls between devices, webhooks, push.
import type { Server as HttpServer } from 'node:http';
import { createChatClient, type ChatClient } from '@chat/client';
import type { ChatServer, ChatServerOptions, Session } from '@chat/server';
import { chatServerOver } from '../../../packages/server/src/create-chat-server.ts';
import { memoryStorage } from '../../../packages/server/src/storage/memory/memory-storage.ts';
import type { SocketTransport } from '../../../packages/server/src/transport/socket-transport.ts';

/** Clients are in the same page and need no sockets. */
const noSockets = (): SocketTransport => ({
  io: undefined as never,
  nodes: null,
  handle: () => undefined,
  close: () => Promise.resolve(),
});

/** Nothing arrives at a page by HTTP. */
const noHttp = {
  on: () => noHttp,
  off: () => noHttp,
  emit: () => false,
  listeners: () => [],
  listenerCount: () => 0,
} as unknown as HttpServer;

const nothing = (): void => undefined;

export const names = { ana: 'Ana Robles', luis: 'Luis Vega', marta: 'Marta Soler' };
export type Name = keyof typeof names;

export interface PageChat {
  chat: ChatServer;
  people: Record<Name, Session>;
  /** A client for the widget, as this user. */
  clientOf(name: Name): ChatClient;
}

export const roomId = 'lobby';
const minuteMs = 60_000;

export const openChat = async (options: ChatServerOptions = {}): Promise<PageChat> => {
  /** How far in the past the first messages are. */
  let agoMs = 0;
  const chat = chatServerOver(
    noSockets,
    noHttp,
    {
      storage: memoryStorage(),
      files: false,
      logger: { debug: nothing, info: nothing, warn: nothing, error: reportError },
      now: () => Date.now() - agoMs,
      ...options,
    },
    () => nothing,
  );
  const as = (name: Name): Session => chat.as({ id: name, name: names[name] });
  const people = { ana: as('ana'), luis: as('luis'), marta: as('marta') };
  const ago = async <T>(minutes: number, run: () => Promise<T>): Promise<T> => {
    agoMs = minutes * minuteMs;
    const result = await run();
    agoMs = 0;
    return result;
  };
  await firstMessages(people, ago);
  return {
    chat,
    people,
    clientOf: (name) => createChatClient({ session: as(name), storage: false }),
  };
};

const reportError = (fields: object, text: string): void => {
  // A page has no other log.
  // eslint-disable-next-line no-console
  console.error(text, fields);
};

export const say = (session: Session, text: string, more: Record<string, unknown> = {}) =>
  session.call('message:send', { roomId, id: crypto.randomUUID(), text, ...more });

/** What the room has when the page opens. */
const firstMessages = async (
  { ana, luis, marta }: PageChat['people'],
  ago: <T>(minutes: number, run: () => Promise<T>) => Promise<T>,
): Promise<void> => {
  await ago(24 * 60, async () => {
    await luis.call('room:create', { roomId, type: 'public', title: 'Housing advice' });
    for (const person of [luis, ana, marta]) await person.call('room:join', { roomId });
  });
  await ago(14, () => say(luis, 'Good morning 👋 How can we help?'));
  const question = await ago(12, () => say(ana, 'Which papers do I bring on Thursday?'));
  const answer = await ago(11, () =>
    say(luis, 'Please bring:\n\n- your **ID card**\n- the receipt of the application', {
      replyTo: question.id,
    }),
  );
  await marta.call('reaction:add', { roomId, messageId: answer.id, emoji: '👍' });
  await ana.call('reaction:add', { roomId, messageId: answer.id, emoji: '👍' });
  await ago(8, () =>
    say(marta, 'There is also a form:\n\n```js\nconst form = await fetch(`/forms/${id}`);\n```'),
  );
};
