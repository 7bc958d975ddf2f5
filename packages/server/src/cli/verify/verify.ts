import type { Flag, FlagValues } from '../flags.ts';
import { UsageError } from '../flags.ts';
import {
  checkFiles,
  checkHistory,
  checkLimits,
  checkOrigin,
  checkPolling,
  checkResume,
  checkServer,
  checkStorage,
  checkTalk,
  checkWebsocket,
  checkWidget,
  cleanUp,
  openTalkers,
  toFailure,
  type Talkers,
  type Target,
} from './checks.ts';
import type { Transport } from './pipes.ts';
import { CheckFailure, reportOf, type Row } from './report.ts';

export const verifyFlags = {
  url: { value: 'url', text: 'the chat, such as https://www.example.org or https://www.example.org/my/chat' },
  origin: { value: 'url', text: 'origin of the page that shows the chat; by default that of --url' },
  token: {
    value: 'token',
    variable: 'CHAT_TOKEN',
    text: 'token of a user, if the server knows no guests',
  },
  room: { value: 'id', text: 'room to talk in; "chat-verify" by default, which is created' },
} satisfies Record<string, Flag>;

/** Reads the flags. Throws a `UsageError`. */
export const targetOf = (values: FlagValues): Target => {
  const [given] = values['url'] ?? [];
  if (given === undefined) throw new UsageError('verify needs --url, the address of the chat');
  if (!URL.canParse(given) || !/^https?:/.test(given))
    throw new UsageError(`${given} is not an address: it looks like http://localhost:3000`);
  const { origin, pathname } = new URL(given);
  const path = pathname.replace(/\/+$/, '');
  return {
    url: `${origin}${path === '' ? '/chat' : path}`,
    origin: new URL(values['origin']?.[0] ?? origin).origin,
    token: values['token']?.[0],
    room: values['room']?.[0] ?? 'chat-verify',
  };
};

const talkChecks = {
  storage: checkStorage,
  talk: checkTalk,
  resume: checkResume,
  history: checkHistory,
  files: checkFiles,
} satisfies Record<string, (talkers: Talkers, target: Target) => Promise<string>>;

const reachChecks = {
  server: checkServer,
  widget: checkWidget,
  origin: checkOrigin,
  websocket: checkWebsocket,
  polling: checkPolling,
} satisfies Record<string, (target: Target) => Promise<string>>;

/** Checks a running server from outside. Returns the report, and whether everything works. */
export const verify = async (target: Target): Promise<{ report: string; isGood: boolean }> => {
  const rows: Row[] = [];
  /** Adds a row. Returns the value of the check, or its failure. */
  const run = async <T>(check: string, what: () => Promise<T>, describe: (value: T) => string) => {
    try {
      const value = await what();
      rows.push({ check, result: 'ok', detail: describe(value) });
      return value;
    } catch (error) {
      const failure = toFailure(error);
      rows.push({ check, result: 'failed', detail: failure.message, advice: failure.advice });
      return failure;
    }
  };
  const skip = (needed: string, checks: readonly string[]): void => {
    for (const check of checks) rows.push({ check, result: 'skipped', detail: `needs ${needed}` });
  };
  const talking = [...Object.keys(talkChecks), 'limits'];

  /** Returns the transport to talk by, or null if nobody can. */
  const reach = async (): Promise<Transport | null> => {
    let transport: Transport = 'websocket';
    const checks = Object.entries(reachChecks);
    for (const [index, [name, check]] of checks.entries()) {
      const result = await run(name, () => check(target), String);
      if (!(result instanceof CheckFailure)) continue;
      if (name === 'websocket') transport = 'polling';
      if (!result.isLast) continue;
      skip(name, [...checks.slice(index + 1).map(([each]) => each), 'sign-in', ...talking]);
      return null;
    }
    return transport;
  };

  /** Runs the checks of two clients, each of which needs the one before. */
  const talk = async (talkers: Talkers): Promise<void> => {
    const checks = Object.entries(talkChecks);
    for (const [index, [name, check]] of checks.entries()) {
      const result = await run(name, () => check(talkers, target), String);
      if (!(result instanceof CheckFailure)) continue;
      skip(
        name,
        checks.slice(index + 1).map(([each]) => each),
      );
      break;
    }
    // Before the check of limits, which uses up the rate of the writer.
    await cleanUp(talkers, target).catch(() => undefined);
    await run('limits', () => checkLimits(talkers, target), String);
    talkers.writer.drop();
    talkers.reader.drop();
  };

  const transport = await reach();
  if (transport !== null) {
    const talkers = await run(
      'sign-in',
      () => openTalkers(target, transport),
      ({ writer, reader }) => `${writer.hello.user.name} and ${reader.hello.user.name} enter ${target.room}`,
    );
    if (talkers instanceof CheckFailure) skip('sign-in', talking);
    else await talk(talkers);
  }
  return { report: reportOf(rows), isGood: rows.every(({ result }) => result !== 'failed') };
};
