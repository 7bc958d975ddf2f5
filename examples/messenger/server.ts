// A messenger: accounts, one-to-one and group chat, calls, a chatbot. Bundles the page once, then serves it
// with the chat.
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallOptions, JanusOptions } from '@chat/server';
import { build } from 'vite';
import { mailer } from './mail.ts';
import { openMessenger, type Messenger } from './messenger.ts';

const { env } = process;
const fail = (why: string): never => {
  console.error(why);
  return process.exit(1);
};
if (Boolean(env.BOT_BASE_URL) !== Boolean(env.BOT_API_KEY))
  fail('BOT_BASE_URL and BOT_API_KEY go together: give both for a model, neither for the bot with rules.');

const port = Number(env.PORT || 3503);
const model =
  env.BOT_BASE_URL && env.BOT_API_KEY
    ? { baseUrl: env.BOT_BASE_URL, apiKey: env.BOT_API_KEY, model: env.BOT_MODEL || 'gpt-4o-mini' }
    : null;
const calls: Omit<CallOptions, 'group'> = {
  ...(env.STUN_URL ? { iceServers: [{ urls: env.STUN_URL }] } : {}),
  ...(env.TURN_URL && env.TURN_SECRET ? { turn: { urls: env.TURN_URL, secret: env.TURN_SECRET } } : {}),
  ...(env.TURN_ONLY ? { relayOnly: true } : {}),
};
const engine: Required<Pick<JanusOptions, 'url' | 'adminUrl' | 'adminSecret' | 'tokenSecret' | 'adminKey'>> =
  {
    url: env.JANUS_URL ?? '',
    adminUrl: env.JANUS_ADMIN_URL ?? '',
    adminSecret: env.JANUS_ADMIN_SECRET ?? '',
    tokenSecret: env.JANUS_TOKEN_SECRET ?? '',
    adminKey: env.JANUS_ADMIN_KEY ?? '',
  };
const isGiven = Object.values(engine).some(Boolean);
if (isGiven && !Object.values(engine).every(Boolean))
  fail(
    'JANUS_URL, JANUS_ADMIN_URL, JANUS_ADMIN_SECRET, JANUS_TOKEN_SECRET and JANUS_ADMIN_KEY go together: give all of them for calls in groups, or none.',
  );

// A separate folder per process: another process at its start would empty it while pages load from it.
const page = mkdtempSync(join(tmpdir(), 'messenger-page-'));
await build({
  root: join(import.meta.dirname, 'page'),
  configFile: false,
  logLevel: 'warn',
  build: { outDir: page, emptyOutDir: true, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
});

const { httpServer, close }: Messenger = await openMessenger({
  file: env.DATA_FILE || join(import.meta.dirname, 'data', 'chat.sqlite'),
  sendMail: mailer(env.SMTP_URL || undefined, env.MAIL_FROM || 'Messenger <no-reply@localhost>'),
  ...(env.PUBLIC_URL ? { publicUrl: env.PUBLIC_URL.replace(/\/+$/, '') } : {}),
  mongodbUrl: env.MONGODB_URL || undefined,
  model,
  calls,
  engine: isGiven ? engine : undefined,
  page,
  behindProxy: Boolean(env.BEHIND_PROXY),
  ...(env.CORS_ORIGIN ? { origins: env.CORS_ORIGIN.split(',') } : {}),
  ...(env.ACCOUNTS_SECRET ? { secret: env.ACCOUNTS_SECRET } : {}),
}).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));

let closing = false;
const end = async (code = 0): Promise<void> => {
  if (closing) return;
  closing = true;
  await close();
  rmSync(page, { recursive: true, force: true });
  process.exit(code);
};
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());

httpServer.on('error', (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE' ? `Port ${port} is in use. Set PORT to another one.` : error.message,
  );
  void end(1);
});
httpServer.listen(port, () => {
  console.log(`Messenger: http://localhost:${(httpServer.address() as AddressInfo).port}`);
  console.log(
    [
      env.MONGODB_URL ? 'kept in MongoDB' : 'kept in SQLite files',
      env.SMTP_URL ? 'mail by SMTP' : 'mail is printed here',
      isGiven ? 'groups call by Janus' : 'no calls in groups',
      model ? `the bot asks ${model.model}` : 'the bot answers by rules',
    ].join(', '),
  );
});
