// Imports a sample into a storage, as the command does, and reads it back over a real server.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Message, User } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { onTestFinished } from 'vitest';
import { writeFullExport } from '../../src/exports/full-export.ts';
import { diskFiles } from '../../src/files/disk-files.ts';
import { createFileTarget } from '../../src/imports/file-target.ts';
import { createReport, type ImportReport } from '../../src/imports/report.ts';
import { runImport, type ImportOptions } from '../../src/imports/run-import.ts';
import { exportReaders } from '../../src/imports/sources/index.ts';
import { storageTarget } from '../../src/imports/target.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { startServer } from '../chat/harness.ts';

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-import-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** The content of an export: JSON by the path of its file, or a text as it is. */
export type Sample = Readonly<Record<string, unknown>>;

/** Writes an export into a folder. Arrays whose file ends in `l` get a line per item. */
export const writeSample = (sample: Sample, folder = temporaryFolder()): string => {
  for (const [name, content] of Object.entries(sample)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const isPlain = typeof content === 'string' || content instanceof Uint8Array;
    const lines = Array.isArray(content) && name.endsWith('l');
    writeFileSync(
      path,
      isPlain
        ? content
        : lines
          ? content.map((line) => JSON.stringify(line)).join('\n')
          : JSON.stringify(content, null, 2),
    );
  }
  return folder;
};

export interface Imported {
  storage: ChatStorage;
  report: ImportReport;
  /** The folder with the bytes of files. */
  files: string;
  /** Imports the same again. */
  again(): Promise<ImportReport>;
}

export type ImportSettings = Partial<
  Pick<ImportOptions, 'prefix' | 'userIds' | 'keepsPublic' | 'maxTextLength'>
>;

/** Imports an export, into a new storage unless there is one. */
export const importFrom = async (
  source: string,
  path: string,
  {
    storage = memoryStorage(),
    files = temporaryFolder(),
    maxFileBytes = 1_000_000,
    ...settings
  }: ImportSettings & { storage?: ChatStorage; files?: string; maxFileBytes?: number } = {},
): Promise<Imported> => {
  const read = exportReaders[source];
  if (!read) throw new Error(`there is no source ${source}`);
  const run = async (): Promise<ImportReport> => {
    const report = createReport();
    const store = diskFiles(files);
    const fileTarget = createFileTarget({
      storage,
      store,
      maxFileBytes,
      now: Date.now,
      onWarning: () => undefined,
    });
    try {
      await runImport({
        records: read(path),
        target: storageTarget(storage, fileTarget, Date.now),
        report,
        prefix: source,
        maxTextLength: 4_000,
        ...settings,
      });
    } finally {
      await fileTarget.close();
    }
    return report;
  };
  return { storage, report: await run(), files, again: run };
};

/** Opens a server over a storage and returns what a user reads in a room. */
export const readRoom = async (
  { storage, files }: Pick<Imported, 'storage' | 'files'>,
  roomId: string,
  user: User = { id: 'root', name: 'Root', role: 'admin' },
): Promise<Message[]> => {
  const { chat, stop } = await startServer({ storage, files: diskFiles(files) });
  const session = chat.as(user);
  const { messages } = await session.call('message:list', { roomId, limit: 100 });
  const replies = await Promise.all(
    messages
      .filter(({ thread }) => thread !== undefined)
      .map(({ id }) => session.call('message:list', { roomId, threadId: id, limit: 100 })),
  );
  await stop();
  const all = new Map(
    [...messages, ...replies.flatMap((page) => page.messages)].map((each) => [each.id, each]),
  );
  return [...all.values()].sort((a, b) => a.seq - b.seq);
};

/** Returns the whole content of a chat, as its own export has it. */
export const exportOf = async (
  { storage, files }: Pick<Imported, 'storage' | 'files'>,
  folder = temporaryFolder(),
): Promise<string> => {
  await writeFullExport(folder, { storage, store: diskFiles(files), now: Date.now });
  return readFile(join(folder, 'chat.ndjson'), 'utf8');
};

/** Returns the reasons in a report with their counts, such as `lost 2 pins`. */
export const reasonsOf = ({ notes }: ImportReport): string[] =>
  [...notes.values()].map(({ kind, count, reason }) => `${kind} ${count} ${reason}`).toSorted();
