// Storages without a server: how fast they acknowledge, and what a page costs. The first argument names the storage, the
// second is a folder.
import { messageId } from '../load/message-id.ts';
import { createServer } from 'node:http';
import { join } from 'node:path';
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
  | { what: 'fill'; messages: number }
  /** `before`: a `seq`; without it the newest page. `session`: through the server, without a socket. */
  | { what: 'pages'; before?: number; session?: boolean; forMs: number };

const [, , name, folder = ''] = process.argv;
const roomId = 'room';
const user: User = { id: 'ana', name: 'Ana' };

const open = (): ChatStorage =>
  name === 'memory' ? memoryStorage() : sqliteStorage(join(folder, 'messages.sqlite'));
const storage = name === 'insert' ? null : open();
const serve = (): ChatServer | null => storage && createChatServer(createServer(), { storage });
// Closed again: what is then put into the storage is put there behind no server's back.
const maker = serve();
await maker?.as(user).call('room:create', { roomId });
await maker?.close();
let session: Session | undefined;

const draft = (): Change => ({
  kind: 'send',
  actor: user,
  at: Date.now(),
  message: {
    id: messageId(),
    kind: 'text',
    text: 'a text of the usual length, as people write them',
    attachments: [],
    mentions: [],
  },
});

const committer = (): (() => Promise<unknown> | void) => {
  if (storage) return () => storage.timeline.commit(roomId, [draft()]);
  const insert = insertPerMessage(join(folder, 'messages.sqlite'));
  return () => insert({ id: messageId(), roomId, text: 'a text of the usual length, as people write them' });
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

const fill = async (messages: number): Promise<object> => {
  for (let done = 0; done < messages; done += 500) {
    await storage?.timeline.commit(roomId, Array.from({ length: 500 }, draft));
  }
  return {};
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
  if (question.what === 'fill') return fill(question.messages);
  return pages(question.forMs, question.session ?? false, question.before);
});
