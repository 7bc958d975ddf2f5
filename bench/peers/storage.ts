// Storages without a server: how fast they acknowledge, and what a page costs. The first argument names the storage, the
// second is a folder.
import { messageId } from '../load/message-id.ts';
import { createServer } from 'node:http';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import {
  createChatServer,
  memoryStorage,
  type Change,
  type ChatServer,
  type ChatStorage,
  type Session,
  type User,
} from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { insertPerMessage } from './insert.ts';
import { cpuMicros, serveParent } from './peer.ts';

export type StorageName = 'insert' | 'sqlite' | 'memory';
export type StorageQuestion =
  | { what: 'acks'; inFlight: number; forMs: number }
  /** `words`: texts with words to search for. */
  | { what: 'fill'; messages: number; words?: boolean }
  | { what: 'search'; searches: number }
  /** `before`: a `seq`; without it the newest page. `session`: through the server, without a socket. */
  | { what: 'pages'; before?: number; session?: boolean; forMs: number };

const [, , name, folder = ''] = process.argv;
const roomId = 'room';
const user: User = { id: 'ana', name: 'Ana' };

const file = join(folder, 'messages.sqlite');
const open = (): ChatStorage => (name === 'memory' ? memoryStorage() : sqliteStorage(file));
const storage = name === 'insert' ? null : open();
const serve = (): ChatServer | null => storage && createChatServer(createServer(), { storage });
// Closed again: what is then put into the storage is put there behind no server's back.
const maker = serve();
await maker?.as(user).call('room:create', { roomId });
await maker?.close();
let session: Session | undefined;
/** After filling, before words were indexed. */
let bytesPerMessage = 0;

const usualText = 'a text of the usual length, as people write them';
const draft = (text = usualText): Change => ({
  kind: 'send',
  actor: user,
  at: Date.now(),
  message: {
    id: messageId(),
    kind: 'text',
    text,
    attachments: [],
    mentions: [],
  },
});

const committer = (): (() => Promise<unknown> | void) => {
  if (storage) return () => storage.timeline.commit(roomId, [draft()]);
  const insert = insertPerMessage(file);
  return () => insert({ id: messageId(), roomId, text: usualText });
};
let commit: ReturnType<typeof committer> | undefined;

const acks = async (inFlight: number, forMs: number): Promise<object> => {
  const one = (commit ??= committer());
  const [cpuBefore, from] = [cpuMicros(), performance.now()];
  let acked = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() - from < forMs) {
        await one();
        acked++;
      }
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  return { acksPerSecond: acked / seconds, cpuMicrosPerAck: (cpuMicros() - cpuBefore) / acked };
};

const fill = async (messages: number, textOf: () => string): Promise<object> => {
  for (let done = 0; done < messages; done += 500) {
    await storage?.timeline.commit(
      roomId,
      Array.from({ length: 500 }, () => draft(textOf())),
    );
  }
  bytesPerMessage = statSync(file).size / messages;
  return {};
};

/** Ten thousand words, of which few are said often: the product of two dice, as in a language. */
const randomWord = (): string => `w${Math.floor(Math.random() * 100) * Math.floor(Math.random() * 100)}x`;
const sayWords = (): string => Array.from({ length: 10 }, randomWord).join(' ');

/** Waits until the words are indexed, as after a quiet minute. */
const indexed = async (): Promise<void> => {
  const database = new DatabaseSync(file, { readOnly: true });
  const behind = database.prepare(
    'SELECT timelines.rev - coalesce(search_marks.rev, 0) AS changes FROM timelines LEFT JOIN search_marks ON search_marks.room = key',
  );
  while (Number(behind.get()?.['changes']) >= 100) await setTimeout(100);
  database.close();
};

const search = async (searches: number): Promise<object> => {
  await indexed();
  session ??= serve()?.as(user);
  const took: number[] = [];
  for (let done = 0; done < searches; done++) {
    const from = performance.now();
    await session?.call('message:search', { roomId, q: `${randomWord()} ` });
    took.push(performance.now() - from);
  }
  const [firstSearchMs = 0] = took;
  took.sort((a, b) => a - b);
  const searchP99Ms = took[Math.floor(took.length * 0.99)] ?? 0;
  return { bytesPerMessage, firstSearchMs, searchP99Ms, residentMegabytes: process.memoryUsage.rss() / 1e6 };
};

const pages = async (forMs: number, throughSession: boolean, before?: number): Promise<object> => {
  const position = before === undefined ? {} : { before };
  if (throughSession) session ??= serve()?.as(user);
  const read = throughSession
    ? () => session?.call('message:list', { roomId, ...position })
    : () => storage?.timeline.page(roomId, { limit: 50, ...position });
  const [cpuBefore, from] = [cpuMicros(), performance.now()];
  let reads = 0;
  for (; performance.now() - from < forMs; reads++) await read();
  return { cpuMicrosPerRead: (cpuMicros() - cpuBefore) / reads };
};

serveParent('ready', (asked) => {
  const question = asked as StorageQuestion;
  if (question.what === 'acks') return acks(question.inFlight, question.forMs);
  if (question.what === 'fill') return fill(question.messages, question.words ? sayWords : () => usualText);
  if (question.what === 'search') return search(question.searches);
  return pages(question.forMs, question.session ?? false, question.before);
});
