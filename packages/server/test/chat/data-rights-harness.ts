import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatError, CommandName, Input } from '@chat/protocol';
import { memoryStorage, type ChatServerOptions } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { onTestFinished } from 'vitest';
import { startServer, type Peer } from './harness.ts';

export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'chat-data-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
export const storages = [
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage(join(folder(), 'chat.sqlite'))],
] as const;
export const admin = { id: 'root', name: 'Root', role: 'admin' as const };

export const start = async (
  make: () => ReturnType<typeof memoryStorage>,
  options: ChatServerOptions = {},
) => {
  const storage = make();
  onTestFinished(() => storage.close());
  return { storage, ...(await startServer({ storage, ...options })) };
};

export const refusal = <N extends CommandName>(peer: Peer, name: N, input: Input<N>) =>
  peer.call(name, input).then(
    () => null,
    (error: ChatError) => error.code,
  );

export const rest = (url: string, peer: Peer, path: string, method = 'GET') =>
  fetch(`${url}/chat/api${path}`, { method, headers: { authorization: `Bearer ${peer.hello.token}` } });

export const uploadBy = async (url: string, peer: Peer, roomId: string, name: string) => {
  const form = new FormData();
  form.append('file', new File(['contenido'], name, { type: 'text/plain' }));
  const answer = await fetch(`${url}/chat/api/rooms/${roomId}/files`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${peer.hello.token}` },
  });
  return (await answer.json()) as { fileId: string };
};
