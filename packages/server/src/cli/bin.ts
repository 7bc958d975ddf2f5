#!/usr/bin/env node
// `npx @chat/server` starts a standalone chat, `npx @chat/server verify` checks a running one.
import { describeFlags, readFlags, UsageError } from './flags.ts';
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

const run = async ([command = '', ...rest]: readonly string[]): Promise<void> => {
  const all = [command, ...rest].filter(Boolean);
  if (all.includes('--help') || all.includes('-h') || command === 'help') console.log(help);
  else if (!isSupported())
    throw new UsageError(
      `this is Node ${process.version}, which has no SQLite. Install Node 22.13 or newer, or 24`,
    );
  else if (command === 'verify') await check(rest);
  else if (command === '' || command.startsWith('-')) await start(all);
  else throw new UsageError(`there is no command ${command}`);
};

run(process.argv.slice(2)).catch((error: unknown) => {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `chat: ${error.message}.` : error);
  if (isUsage) console.error('Help: npx @chat/server --help');
  process.exit(isUsage ? 2 : 1);
});
