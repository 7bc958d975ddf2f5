import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeFullExport } from '../exports/full-export.ts';
import { UsageError, type Flag, type FlagValues } from './flags.ts';
import { openStorage, storageFlags } from './open-storage.ts';

export const exportFlags = { ...storageFlags } satisfies Record<string, Flag>;

/** Writes everything into a folder that is empty or does not exist. */
export const runExportCommand = async (path: string, values: FlagValues): Promise<string> => {
  if (path === '') throw new UsageError('name the folder for the export');
  const folder = resolve(path);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new UsageError(`${folder} has files already: name an empty folder`);
  const opened = await openStorage(values, { mayCreate: false });
  let messages = 0;
  try {
    await writeFullExport(folder, {
      ...opened,
      now: Date.now,
      onProgress: (count) => void (messages += count),
    });
  } finally {
    await opened.storage.close();
  }
  return `Exported ${messages.toLocaleString('en')} messages into ${folder}`;
};
