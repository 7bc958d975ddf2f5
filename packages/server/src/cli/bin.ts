#!/usr/bin/env node
// `npx @chat/server` starts a standalone chat, `verify` checks a running one, `import` and `export` move one, `backup` and
// `restore` copy its data.
import { BackupError } from './backup/backup-error.ts';
import {
  backupFlags,
  backupVariables,
  listFlags,
  restoreFlags,
  runBackup,
  runList,
  runRestore,
  runVerifyBackup,
  verifyBackupFlags,
  type CommandIo,
} from './backup/commands.ts';
import { describeFlags, readFlags, UsageError } from './flags.ts';
import { exportFlags, runExportCommand } from './export.ts';
import { importFlags, importSources, runImportCommand } from './import.ts';
import { targetOf, verify, verifyFlags } from './verify/verify.ts';
import { standaloneFlags, standaloneVariables, startStandalone } from './standalone.ts';

/* oxlint-disable eslint/no-console -- a program of the command line prints */

const help = `Starts a chat: server, page, SQLite and an admin.

  npx @chat/server [flags]

${describeFlags(standaloneFlags)}

Only by the environment:

${standaloneVariables}

Checks a running chat from outside: exit code 1 if something does not work.

  npx @chat/server verify --url <url> [flags]

${describeFlags(verifyFlags)}

Moves a chat: the export of another one into this one, and this one into an export. -h tells more.

  npx @chat/server import <source> <path> [flags]
  npx @chat/server export <folder> [flags]

Backs up a chat on SQLite while it runs, once or repeatedly.

  npx @chat/server backup --data <folder> --to <folder or s3://bucket/folder> [flags]

${describeFlags(backupFlags)}

Only by the environment, for S3:

${backupVariables}

Lists the snapshots of a backup, or reads all of it and checks every byte.

  npx @chat/server backup list --from <place> [flags]
  npx @chat/server backup verify --from <place>

${describeFlags(listFlags)}

Restores a chat into an empty folder.

  npx @chat/server restore --from <place> --to <folder> [flags]

${describeFlags(restoreFlags)}
`;

const importHelp = `Stores the export of another chat. Run it again after an interruption, or with a newer export.

  npx @chat/server import <source> <path> [flags]

Sources: ${importSources}; chat is the export of this one.

${describeFlags(importFlags)}
`;

const exportHelp = `Writes everything into a folder, from which another chat of this kind imports it.

  npx @chat/server export <folder> [flags]

${describeFlags(exportFlags)}
`;

const isSupported = (): boolean => process.getBuiltinModule?.('node:sqlite') !== undefined;

const start = async (args: readonly string[]): Promise<void> => {
  const values = readFlags(standaloneFlags, args, process.env);
  const standalone = await startStandalone(values, process.env);
  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    console.log('Stopping: storing what is in progress.');
    await standalone.close();
    process.exit();
  };
  process.on('SIGTERM', () => void close());
  process.on('SIGINT', () => void close());
  console.log(standalone.banner);
};

const check = async (args: readonly string[]): Promise<void> => {
  const { report, isGood } = await verify(targetOf(readFlags(verifyFlags, args, process.env)));
  console.log(report);
  process.exit(isGood ? 0 : 1);
};

/** Splits what a command names from its flags, which come after it. */
const operandsOf = (args: readonly string[]): { operands: string[]; flags: string[] } => {
  const first = args.findIndex((each) => each.startsWith('-'));
  const count = first < 0 ? args.length : first;
  return { operands: args.slice(0, count), flags: args.slice(count) };
};

const importChat = async (args: readonly string[]): Promise<void> => {
  const { operands, flags } = operandsOf(args);
  const [source = '', path = '', ...more] = operands;
  if (more.length > 0) throw new UsageError(`${more[0]} is too much: name one source and one path`);
  const values = readFlags(importFlags, flags, process.env);
  console.log(await runImportCommand({ source, path, values, onLine: (line) => console.log(line) }));
};

const exportChat = async (args: readonly string[]): Promise<void> => {
  const { operands, flags } = operandsOf(args);
  const [folder = '', ...more] = operands;
  if (more.length > 0) throw new UsageError(`${more[0]} is too much: name one folder`);
  console.log(await runExportCommand(folder, readFlags(exportFlags, flags, process.env)));
};

const backupIo: CommandIo = { env: process.env, print: console.log, warn: console.warn };

const backUp = async ([command = '', ...rest]: readonly string[]): Promise<void> => {
  if (command === 'list') {
    const isGood = await runList(readFlags(listFlags, rest, process.env), backupIo);
    process.exitCode = isGood ? 0 : 1;
  } else if (command === 'verify') {
    const isGood = await runVerifyBackup(readFlags(verifyBackupFlags, rest, process.env), backupIo);
    process.exitCode = isGood ? 0 : 1;
  } else await runBackup(readFlags(backupFlags, [command, ...rest].filter(Boolean), process.env), backupIo);
};

const run = async ([command = '', ...rest]: readonly string[]): Promise<void> => {
  const all = [command, ...rest].filter(Boolean);
  const asksHelp = rest.includes('--help') || rest.includes('-h');
  if (asksHelp && command === 'import') console.log(importHelp);
  else if (asksHelp && command === 'export') console.log(exportHelp);
  else if (all.includes('--help') || all.includes('-h') || command === 'help') console.log(help);
  else if (!isSupported())
    throw new UsageError(
      `this is Node ${process.version}, which has no SQLite. Install Node 22.13 or newer, or 24`,
    );
  else if (command === 'verify') await check(rest);
  else if (command === 'import') await importChat(rest);
  else if (command === 'export') await exportChat(rest);
  else if (command === 'backup') await backUp(rest);
  else if (command === 'restore') await runRestore(readFlags(restoreFlags, rest, process.env), backupIo);
  else if (command === '' || command.startsWith('-')) await start(all);
  else throw new UsageError(`there is no command ${command}`);
};

run(process.argv.slice(2)).catch((error: unknown) => {
  const isUsage = error instanceof UsageError;
  console.error(isUsage || error instanceof BackupError ? `chat: ${error.message}.` : error);
  if (isUsage) console.error('Help: npx @chat/server --help');
  process.exit(isUsage ? 2 : 1);
});
