import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { defaultLimits, fields, parseField } from '@chat/protocol';
import { createFileTarget, dryFiles } from '../imports/file-target.ts';
import { createReport } from '../imports/report.ts';
import { runImport, type ImportProgress } from '../imports/run-import.ts';
import { ImportError } from '../imports/source.ts';
import { exportReaders } from '../imports/sources/index.ts';
import { dryTarget, storageTarget, type ImportTarget } from '../imports/target.ts';
import { UsageError, type Flag, type FlagValues } from './flags.ts';
import { openStorage, storageFlags } from './open-storage.ts';

export const importFlags = {
  ...storageFlags,
  users: {
    value: 'file',
    text: 'JSON object with the ids that users have here, by their ids, e-mail addresses or user names there',
  },
  prefix: {
    value: 'text',
    text: 'beginning of the ids of rooms and users; the name of the source by default',
  },
  public: { text: 'public rooms stay public: every user and guest may enter them' },
  'max-text': { value: 'number', text: 'longest text, as the server allows it; 4000 by default' },
  'max-file': { value: 'bytes', text: 'largest file, as the server allows it; 26214400 by default' },
  report: { value: 'file', text: 'writes the whole list of what is changed or not carried, a line each' },
  'dry-run': { text: 'reads and reports everything, stores nothing' },
  temp: { value: 'folder', text: 'folder for a temporary file, about as large as the messages' },
} satisfies Record<string, Flag>;

/** The sources of imports, for the help. */
export const importSources = Object.keys(exportReaders).join(', ');

export interface ImportCommand {
  source: string;
  path: string;
  values: FlagValues;
  onLine: (line: string) => void;
}

/** Runs an import and returns its report. Rejects with a `UsageError` that says what to do. */
export const runImportCommand = async ({ source, path, values, onLine }: ImportCommand): Promise<string> => {
  const read = Object.hasOwn(exportReaders, source) ? exportReaders[source] : undefined;
  if (read === undefined)
    throw new UsageError(`${source || 'nothing'} is no source; there are ${importSources}`);
  if (path === '') throw new UsageError('name the export: its folder, or its file');
  if (!existsSync(path)) throw new UsageError(`there is no ${path}`);
  const isDry = values['dry-run'] !== undefined;
  const prefix = prefixOf(values['prefix']?.[0] ?? source);
  const maxTextLength = numberOf(values, 'max-text', defaultLimits.maxTextLength);
  const maxFileBytes = numberOf(values, 'max-file', defaultLimits.maxFileBytes);
  const userIds = userIdsIn(values['users']?.[0]);
  const opened = isDry ? null : await openStorage(values, { mayCreate: true });
  const now = Date.now;
  const target: ImportTarget = opened
    ? storageTarget(
        opened.storage,
        createFileTarget({ ...opened, maxFileBytes, now, onWarning: onLine }),
        now,
      )
    : dryTarget(dryFiles(maxFileBytes));
  const report = createReport(values['report']?.[0]);
  onLine(`Importing ${basename(resolve(path))} into ${opened?.name ?? 'nothing: this is a rehearsal'}`);
  try {
    await runImport({
      records: read(path),
      target,
      report,
      prefix,
      userIds,
      keepsPublic: values['public'] !== undefined,
      maxTextLength,
      temporaryFolder: values['temp']?.[0],
      onProgress: progressLines(onLine, now),
    });
  } catch (error) {
    if (error instanceof ImportError)
      throw new UsageError(`${error.message}. What was stored stays; the next import goes on from there`);
    throw error;
  } finally {
    report.close();
    await target.files.close();
    await opened?.storage.close();
  }
  return report.text();
};

const prefixOf = (text: string): string => {
  try {
    return parseField(fields.id, text, 'prefix');
  } catch (error) {
    throw new UsageError(`--prefix ${(error as Error).message}`);
  }
};

const numberOf = (values: FlagValues, name: string, otherwise: number): number => {
  const text = values[name]?.[0];
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`--${name} must be a whole number above 0`);
  return Number(text);
};

/** Reads the ids of users. E-mail addresses are compared without case. */
const userIdsIn = (file: string | undefined): ReadonlyMap<string, string> => {
  if (file === undefined) return new Map();
  let table: unknown;
  try {
    table = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--users: ${file} cannot be read: ${(error as Error).message}`);
  }
  const entries = Object.entries(table as Record<string, unknown>).map(([key, id]): [string, string] => {
    try {
      return [key.includes('@') ? key.toLowerCase() : key, parseField(fields.id, id, 'the id')];
    } catch (error) {
      throw new UsageError(`--users: ${file}: ${key}: ${(error as Error).message}`);
    }
  });
  return new Map(entries);
};

const progressMs = 2_000;

/** Prints how far the import is, every few seconds. */
const progressLines = (
  onLine: (line: string) => void,
  now: () => number,
): ((progress: ImportProgress) => void) => {
  let printedAt = now();
  return ({ messages, total }) => {
    if (now() - printedAt < progressMs) return;
    printedAt = now();
    const count = messages.toLocaleString('en');
    onLine(
      total === undefined
        ? `Reading: ${count} messages`
        : `Storing: ${count} of ${total.toLocaleString('en')} messages`,
    );
  };
};
