// Chats on SQLite to back up, and what was restored of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sqliteStorage } from '@chat/server/sqlite';
import { onTestFinished } from 'vitest';
import { diskFiles } from '../../src/files/disk-files.ts';
import { createRoom, send } from '../../src/testing/sample.ts';
import { runCommand } from './run-command.ts';

/** A chat without a server: messages and files are written by the storage itself. */
export const openChat = async (folder: string, roomId = 'plaza') => {
  const storage = sqliteStorage(join(folder, 'chat.sqlite'));
  onTestFinished(() => storage.close());
  await storage.timeline.commit(roomId, [createRoom(roomId)]);
  const files = diskFiles(join(folder, 'chat.sqlite-files'));
  return {
    storage,
    say: (...ids: string[]) =>
      storage.timeline.commit(
        roomId,
        ids.map((id) => send(id)),
      ),
    putFile: (key: string, text: string) =>
      files.put(key, Readable.from([Buffer.from(text)]), {
        size: Buffer.byteLength(text),
        type: 'text/plain',
      }),
    removeFile: (key: string) => files.delete(key),
  };
};

/** The ids of the messages of a restored chat, and its files. */
export const contentOf = async (folder: string, roomId = 'plaza') => {
  const storage = sqliteStorage(join(folder, 'chat.sqlite'));
  const { messages } = await storage.timeline.page(roomId, { limit: 100 });
  await storage.close();
  const files = existsSync(join(folder, 'chat.sqlite-files'))
    ? readdirSync(join(folder, 'chat.sqlite-files'), { recursive: true, withFileTypes: true })
    : [];
  return {
    ids: messages.map(({ id }) => id),
    files: Object.fromEntries(
      files
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')]),
    ),
  };
};

/** The commands for one place. */
export const commands = (place: string, env: Record<string, string> = {}) => ({
  backup: (data: string, ...flags: string[]) =>
    runCommand(['backup', '--data', data, '--to', place, ...flags], { env }),
  list: (...flags: string[]) => runCommand(['backup', 'list', '--from', place, ...flags], { env }),
  verify: () => runCommand(['backup', 'verify', '--from', place], { env }),
  restore: (to: string, ...flags: string[]) =>
    runCommand(['restore', '--from', place, '--to', to, ...flags], { env }),
});

export const timesIn = (list: string): string[] =>
  [...list.matchAll(/^(\S+Z)  (full|changes)$/gm)].map(([, time = '']) => time);
