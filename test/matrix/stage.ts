import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  httpStatus,
  routes,
  type CommandName,
  type ErrorBody,
  type Input,
  type Message,
  type Output,
  type User,
} from '@chat/protocol';
import { createChatClient, type ChatClient, type ChatRoom } from '@chat/client';
import { createChatServer, wordFilter, type ChatServer, type ChatServerOptions } from '@chat/server';
import { vi } from 'vitest';
import { ownEngine } from '../../packages/server/test/chat/own-engine.ts';
import { unhurried } from '../unhurried.ts';

/** The users: an owner, members, a muted one, a late one, one of another room, an unknown one, an admin. */
export const users = {
  ana: { id: 'ana', name: 'Ana' },
  bea: { id: 'bea', name: 'Bea' },
  dan: { id: 'dan', name: 'Dan' },
  mia: { id: 'mia', name: 'Mia' },
  eva: { id: 'eva', name: 'Eva' },
  out: { id: 'out', name: 'Olga' },
  zoe: { id: 'zoe', name: 'Zoe' },
  adm: { id: 'adm', name: 'Admin', role: 'admin' },
} satisfies Record<string, User>;
export type Who = keyof typeof users;

/** A page of a user, in the room. */
export interface Person {
  readonly who: Who;
  readonly client: ChatClient;
  readonly room: ChatRoom;
  /** The ephemeral events, in order. */
  readonly bursts: string[];
  /** The network goes, and stays away until `back`. */
  cut(): Promise<void>;
  back(): Promise<void>;
}

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- what a test expects of it says what it is
  body: any;
}

export interface Stage {
  readonly url: string;
  readonly chat: ChatServer;
  readonly ana: Person;
  readonly bea: Person;
  /** Bea's other device. */
  readonly tablet: Person;
  readonly dan: Person;
  readonly mia: Person;
  /** Connected, and not in the room. */
  readonly out: Person;
  readonly zoe: Person;
  /** The messages from before the test, by Ana, Bea, Dan and Mia. */
  readonly said: Readonly<Record<'ana' | 'bea' | 'dan' | 'mia', Message>>;
  /** A page to link to. */
  readonly pageUrl: string;
  /** Opens a page of a user, and enters the room. */
  come(who: Who): Promise<Person>;
  /** A command over REST, with any outcome. */
  ask<N extends CommandName>(who: Who, command: N, input: Input<N>): Promise<Answer>;
  /** A command by REST that is to succeed. */
  rest<N extends CommandName>(who: Who, command: N, input: Input<N>): Promise<Output<N>>;
  close(): Promise<void>;
}

export const roomId = 'sala';
const page = '<title>Horarios</title><meta property="og:image" content="/oficina.png">';
const office = readFileSync(new URL('../../docs/pictures/office.png', import.meta.url));
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Waits until `check` no longer throws, as long as a busy machine may need. */
export const eventually = <T>(check: () => T): Promise<Awaited<T>> =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 }) as Promise<Awaited<T>>;

const listen = async (http: Server): Promise<string> => {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
};

/** Where a command goes by REST: what its path does not name is in the query of a GET, else in the body. */
export const requestOf = (command: CommandName, input: Readonly<Record<string, unknown>>) => {
  const route = routes.find((each) => each.command === command);
  if (!route) throw new Error(`${command} has no route`);
  const rest = { ...input };
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    delete rest[name];
    return encodeURIComponent(String(input[name]));
  });
  if (route.method !== 'GET' && route.method !== 'DELETE')
    return { method: route.method, path, body: JSON.stringify(rest) };
  const query = new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  return { method: route.method, path: query.size > 0 ? `${path}?${query}` : path, body: null };
};

/**
 * A real server with its people: Ana's private room with Bea on two devices, Dan and Mia, who is muted; Eva
 * belongs to it and is not here yet.
 */
export const setStage = async (
  options: ChatServerOptions,
  retention: 'forever' | 'ephemeral',
): Promise<Stage> => {
  const held = new Map<string, Promise<void>>();
  const http = createServer(({ url }, response) =>
    url === '/oficina.png'
      ? response.writeHead(200, { 'content-type': 'image/png' }).end(office)
      : response.writeHead(200, { 'content-type': 'text/html' }).end(page),
  );
  const chat = createChatServer(http, {
    logger: silent,
    hooks: wordFilter({ words: ['asno'] }),
    calls: { group: ownEngine() },
    translation: { translate: (text, _from, to) => `${to}: ${text}` },
    linkCards: { privateHosts: ['127.0.0.1'] },
    customEmoji: [{ name: 'logo', label: 'El logo', url: '/logo.png' }],
    summary: {
      summarize: async ({ messages }) => messages.map(({ author, text }) => `${author}: ${text}`).join('; '),
    },
    email: {
      send: async () => undefined,
      from: 'chat@example.org',
      addressOf: () => null,
      baseUrl: 'https://example.org',
    },
    profiles: { fields: { city: { label: 'Ciudad' } } },
    slashCommands: {
      dado: { description: 'Tira', run: async ({ text, send }) => void (await send(`sale ${text}`)) },
      aviso: { description: 'Avisa', right: 'message:moderate', run: () => 'hecho' },
    },
    ...options,
    limits: { ...unhurried, ...options.limits },
    authenticate: async ({ token = '', transport }) => {
      if (transport === 'socket') await held.get(token);
      return users[token.split('/')[0] as Who] ?? null;
    },
  });
  const url = await listen(http);
  const clients: ChatClient[] = [];
  const seen = new Set<string>();
  let pages = 0;

  const open = async (who: Who): Promise<Person> => {
    const token = `${who}/${pages++}`;
    // Short pauses: the test is about behaviour, not about time.
    const client = createChatClient({ url, token, storage: false, timeoutMs: 5_000, random: () => 0 });
    clients.push(client);
    await client.connect();
    const mine = () => [...chat.io.sockets.sockets.values()].find(({ id }) => !seen.has(id));
    let socket = mine();
    if (socket) seen.add(socket.id);
    const room = client.room(roomId);
    const bursts: string[] = [];
    room.on('reaction:burst', ({ emoji }) => bursts.push(emoji));
    room.on('caption:changed', ({ captions }) => bursts.push(...captions.map(({ text }) => text)));
    let letIn = (): void => {};
    return {
      who,
      client,
      room,
      bursts,
      cut: async () => {
        held.set(token, new Promise((resolve) => (letIn = resolve)));
        const lost = new Promise<void>((resolve) =>
          client.on('status', (status) => status === 'reconnecting' && resolve()),
        );
        socket?.conn.close();
        await lost;
      },
      back: async () => {
        held.delete(token);
        letIn();
        await eventually(() => {
          if (room.state.get().status !== 'joined') throw new Error('not back yet');
        });
        socket = mine();
        if (socket) seen.add(socket.id);
      },
    };
  };
  const come = async (who: Who): Promise<Person> => {
    const person = await open(who);
    await person.room.join();
    await person.client.rooms.load();
    return person;
  };

  const ask: Stage['ask'] = async (who, command, input) => {
    const { method, path, body } = requestOf(command, input);
    const response = await fetch(`${url}/chat/api${path}`, {
      method,
      headers: { authorization: `Bearer ${who}/rest`, 'content-type': 'application/json' },
      ...(body === null ? {} : { body }),
    });
    return { status: response.status, body: await response.json() };
  };

  const people = Object.fromEntries(
    await Promise.all(Object.keys(users).map(async (who) => [who, chat.as(users[who as Who])] as const)),
  ) as Record<Who, ReturnType<ChatServer['as']>>;
  for (const who of ['ana', 'bea', 'dan', 'mia', 'eva', 'out'] as const)
    await people[who].call('room:join', { roomId: 'lobby' });
  await people.zoe.call('room:join', { roomId: 'elsewhere' });
  await people.ana.call('room:create', { roomId, type: 'private', title: 'Sala', retention });
  for (const userId of ['bea', 'dan', 'mia', 'eva']) await people.ana.call('member:add', { roomId, userId });
  for (const person of Object.values(people)) person.close();

  const [ana, bea, tablet] = [await come('ana'), await come('bea'), await come('bea')];
  const [dan, mia, out, zoe] = [await come('dan'), await come('mia'), await open('out'), await open('zoe')];
  const texts = { ana: 'hola', bea: 'buenas', dan: 'qué tal', mia: 'aquí estoy' };
  const said: Record<string, Message> = {};
  for (const person of [ana, bea, dan, mia])
    said[person.who] = await person.room.messages.send({ text: texts[person.who as keyof typeof texts] });
  await ana.room.members.mute('mia', Date.now() + 3_600_000);
  await eventually(() => {
    for (const { room } of [ana, bea, tablet, dan, mia])
      if (room.messages.get().items.at(-1)?.id !== said['mia']?.id) throw new Error('not told yet');
  });

  return {
    url,
    pageUrl: `${url}/horarios`,
    chat,
    ana,
    bea,
    tablet,
    dan,
    mia,
    out,
    zoe,
    said: said as Stage['said'],
    come,
    ask,
    rest: async (who, command, input) => {
      const { status, body } = await ask(who, command, input);
      if (status >= 300) throw new Error(`${command} by REST: ${status} ${JSON.stringify(body)}`);
      return body;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await chat.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
};

/** Three transports return the same: socket, REST, and the server's process. */
export const refusals = async <N extends CommandName>(
  { chat, ask }: Stage,
  { who, client }: Pick<Person, 'who' | 'client'>,
  command: N,
  input: Input<N>,
): Promise<Record<'socket' | 'rest' | 'process', Partial<ErrorBody> & { status?: number }>> => {
  const failure = async (work: Promise<unknown>): Promise<Partial<ErrorBody>> => {
    try {
      return { message: `was answered ${JSON.stringify(await work).slice(0, 200)}` };
    } catch (error) {
      const { code, reason, message } = error as ErrorBody;
      return { code, message, ...(reason === undefined ? {} : { reason }) };
    }
  };
  const session = chat.as(users[who]);
  const socket = await failure(client.call(command, input));
  const process = await failure(session.call(command, input));
  session.close();
  const { status, body } = await ask(who, command, input);
  const { code, reason, message } = (body.error ?? { message: `answered ${status}` }) as ErrorBody;
  const rest = { code, message, ...(reason === undefined ? {} : { reason }) };
  const right = socket.code === undefined ? 0 : httpStatus[socket.code];
  return { socket, rest: status === right ? rest : { ...rest, status }, process };
};
