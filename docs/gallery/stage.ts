// A room with people in it, made for one visit of a state, so that every visit shows the same.
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  bot,
  createChatServer,
  firstOf,
  guests,
  memoryStorage,
  wordFilter,
  type ChatServer,
  type ChatStorage,
  type Message,
  type Session,
} from '@chat/server';
import { names, type Name } from './state.ts';

const minuteMs = 60_000;
/** How far in the past something happens, ms. */
const past = new AsyncLocalStorage<number>();
const now = (): number => Date.now() - (past.getStore() ?? 0);

/** More of a message than its text. */
export type Content = string | { text: string; [more: string]: unknown };

/** Ana is the reader, and a plain member unless the state says otherwise; Luis is the host. */
export interface Stage {
  id: string;
  roomId: string;
  chat: ChatServer;
  /** The address of the chat, if it is not that of the page. */
  src?: string;
  people: Record<Name, Session>;
  userId(name: Name): string;
  token(name: Name): string;
  /** Runs something as if it were so many minutes ago. */
  ago<T>(minutes: number, run: () => Promise<T>): Promise<T>;
  /** Sends a message and returns its id. */
  say(who: Name, minutesAgo: number, content: Content, roomId?: string): Promise<string>;
  /** Adds a link card to a message, before the next one is sent. */
  card(who: Name, messageId: string, card: NonNullable<Message['card']>): Promise<unknown>;
  /** Uploads a picture of the docs and returns its id. */
  picture(who: Name, file: string): Promise<string>;
  /** The server goes away, and its connections with it. */
  shutDown(): Promise<void>;
}

/** `ana.<stage>`: each visit has users of its own. */
const userOf = (token: string): { id: string; name: string } | null => {
  const [name = '', stage] = token.split('.');
  return stage && name in names ? { id: `${name}-${stage}`, name: names[name as Name] } : null;
};

/** The texts that the translator of the gallery knows. */
const translated: Record<string, string> = {
  'Buenos días, Ana. ¿Puedes traer el {{0}}recibo{{1}} el jueves?':
    'Good morning, Ana. Can you bring the {{0}}receipt{{1}} on Thursday?',
  '¿O prefieres el viernes a las diez?': 'Or would you prefer Friday at ten?',
};

/** The storage of each chat, to put into it what a server would fetch. */
const storages = new WeakMap<ChatServer, ChatStorage>();

export const openChat = (http: Server, cors?: { origin: string }): ChatServer => {
  const storage = memoryStorage();
  const chat = createChatServer(http, {
    now,
    storage,
    authenticate: firstOf(({ token }) => (token ? userOf(token) : null), guests()),
    translation: {
      translate: (text) => ({ text: translated[text] ?? text, from: text in translated ? 'es' : 'en' }),
      languages: ['ar', 'de', 'en', 'es', 'fr', 'pt'],
    },
    profiles: { fields: { office: { label: 'Office' } }, openDirectory: false },
    slashCommands: {
      documents: { description: 'What to bring', run: () => 'Your ID card and the receipt' },
      directions: { description: 'Where the office is', run: () => '3 High Street' },
      duration: { description: 'How long it takes', hint: '[minutes]', run: () => '30 minutes' },
    },
    hooks: [
      wordFilter({ words: ['forbidden'] }),
      {
        // The server never finishes to open these rooms.
        'before:room:join': (_context, { roomId }) =>
          roomId.startsWith('loading-') ? new Promise<undefined>(() => {}) : undefined,
        // Nor does it read this recording.
        'before:recording:replay': (_context, { recordingId }) =>
          recordingId === 'loading' ? new Promise<undefined>(() => {}) : undefined,
      },
    ],
    ...(cors ? { cors } : {}),
  });
  storages.set(chat, storage);
  return chat;
};

/** A server of its own, which can go away while the page stays. */
const openOutage = async (): Promise<{ chat: ChatServer; src: string; shutDown: () => Promise<void> }> => {
  const http = createServer();
  const chat = openChat(http, { origin: '*' });
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  const shutDown = async (): Promise<void> => {
    http.close();
    await chat.close();
    http.closeAllConnections();
  };
  return { chat, src: `http://127.0.0.1:${(http.address() as AddressInfo).port}/chat`, shutDown };
};

export const openStage = async (shared: ChatServer, options: { outage?: boolean }): Promise<Stage> => {
  const id = crypto.randomUUID().slice(0, 8);
  const outage = options.outage ? await openOutage() : null;
  const chat = outage?.chat ?? shared;
  const userId = (name: Name): string => `${name}-${id}`;
  const as = (name: Name): Session => chat.as({ id: userId(name), name: names[name] });
  const people = { ana: as('ana'), luis: as('luis'), marta: as('marta'), ines: as('ines'), omar: as('omar') };
  const ago: Stage['ago'] = (minutes, run) => past.run(minutes * minuteMs, run);
  const roomId = `room-${id}`;
  await ago(3 * 24 * 60, async () => {
    await people.luis.call('room:create', { roomId, type: 'public', title: 'Housing advice' });
    for (const name of ['luis', 'ana', 'marta', 'ines'] as const)
      await people[name].call('room:join', { roomId });
  });
  return {
    id,
    roomId,
    chat,
    ...(outage ? { src: outage.src } : {}),
    people,
    userId,
    token: (name) => `${name}.${id}`,
    ago,
    say: (who, minutesAgo, content, inRoom = roomId) =>
      ago(minutesAgo, async () => {
        const body = typeof content === 'string' ? { text: content } : content;
        const sent = await people[who].call('message:send', {
          roomId: inRoom,
          id: crypto.randomUUID(),
          ...body,
        });
        return sent.id;
      }),
    card: async (who, messageId, card) => {
      const storage = storages.get(chat);
      const { user: actor } = people[who];
      if (card.image) await storage?.files.bind([card.image.fileId], { roomId, userId: actor.id, messageId });
      return storage?.timeline.commit(roomId, [{ kind: 'add-card', actor, at: now(), messageId, card }]);
    },
    picture: async (who, file) => {
      const bytes = readFileSync(new URL(`../images/${file}`, import.meta.url));
      const name = file.replace(/^.*\//, '');
      return (await people[who].upload(roomId, { name, type: 'image/png', bytes })).fileId;
    },
    shutDown: outage?.shutDown ?? (async () => {}),
  };
};

/** A bot that answers in the stage's room. */
export const openBot = async ({ chat, id, roomId }: Stage): Promise<void> => {
  const assistant = bot(chat, { id: `assistant-${id}`, name: 'Assistant' });
  assistant.onMessage(
    /documents/i,
    () => 'Please bring:\n- your **ID card**\n- the receipt of the application',
  );
  await assistant.join(roomId);
};
