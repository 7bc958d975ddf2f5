import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { ImportError, type SourceRecord } from '../source.ts';

/** Throws an `ImportError` unless the path is a folder with all of these files. */
export const requireFolder = (path: string, ...files: string[]): void => {
  if (!statSync(path).isDirectory()) {
    const hint = /\.(zip|tgz|tar\.gz)$/i.test(path) ? 'unpack it, and name the folder' : 'name its folder';
    throw new ImportError(`${path} is a file: ${hint}`);
  }
  const missing = files.filter((file) => !existsSync(join(path, file)));
  if (missing.length > 0) throw new ImportError(`${path} has no ${missing.join(' and no ')}`);
};

/** Returns the files of a folder that match, in the order of their names with their numbers. */
export const filesIn = (folder: string, match: RegExp): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => match.test(name))
        .sort(new Intl.Collator('en', { numeric: true }).compare)
        .map((name) => join(folder, name))
    : [];

/**
 * Returns the path of a file that an export names, if it is there and within the export: neither a name nor a
 * link leads to other files of this machine.
 */
export const pathWithin = (folder: string, name: string): string | undefined => {
  const path = resolve(folder, name);
  if (!path.startsWith(`${resolve(folder)}${sep}`) || !existsSync(path)) return undefined;
  return realpathSync(path).startsWith(`${realpathSync(folder)}${sep}`) ? path : undefined;
};

/** Returns a time as ms since the epoch: of a number, of ISO 8601, or of MongoDB. Undefined if it is none. */
export const toTime = (value: unknown): number | undefined => {
  const inner = typeof value === 'object' && value !== null && '$date' in value ? value.$date : value;
  const long =
    typeof inner === 'object' && inner !== null && '$numberLong' in inner ? Number(inner.$numberLong) : inner;
  const at = typeof long === 'string' ? Date.parse(long) : typeof long === 'number' ? long : Number.NaN;
  return Number.isFinite(at) && at >= 0 && at < 8.64e15 ? Math.floor(at) : undefined;
};

/** Returns what is noted of something that an importer does not carry. */
export const skipped = (reason: string, what: string): SourceRecord => ({ type: 'skipped', reason, what });

export const withoutTime = (path: string, line: number): SourceRecord =>
  skipped('entries without a time', `${basename(path)}:${line}`);

/** Joins, leaves, changes of topics: the room is as they left it, and the notices themselves are not carried. */
export const notice = (kind: string, what: string): SourceRecord =>
  skipped('notices, such as joins and changes of topics', `${kind} ${what}`);
