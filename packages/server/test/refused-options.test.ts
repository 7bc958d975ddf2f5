// Options that are refused at the start, each by its name.
import { createServer } from 'node:http';
import express from 'express';
import { bot, createChatServer, guests, janus, jwt, livekit, memoryStorage, wordFilter } from '@chat/server';
import { mongodbStorage } from '@chat/server/mongodb';
import { postgresStorage } from '@chat/server/postgres';
import { webPush } from '@chat/server/push';
import { s3FileStore } from '@chat/server/s3';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, onTestFinished, test } from 'vitest';

/** As JavaScript would pass them: no type refuses what is wrong. */
const start = (options: object, server: unknown = createServer()) => {
  const chat = createChatServer(server as never, options);
  onTestFinished(() => chat.close());
  return chat;
};

test.each([
  [{ storge: 'chat.sqlite' }, "there is no option 'storge'; did you mean 'storage'?"],
  [
    { rooms: { autocreate: false } },
    "there is no option 'rooms.autocreate'; did you mean 'rooms.autoCreate'?",
  ],
  [{ cors: { origins: [] } }, "there is no option 'cors.origins'; did you mean 'cors.origin'?"],
  [
    { calls: { turn: { url: 'turn:x' } } },
    "there is no option 'calls.turn.url'; did you mean 'calls.turn.urls'?",
  ],
  [{ io: { transport: ['websocket'] } }, "there is no option 'io.transport'; did you mean 'io.transports'?"],
  [{ io: { pingTimout: 1 } }, "there is no option 'io.pingTimout'; did you mean 'io.pingTimeout'?"],
  [{ whatever: 1 }, "there is no option 'whatever'"],
  [
    { hooks: { 'before:mesage:send': () => undefined } },
    "there is no hook 'before:mesage:send'; did you mean 'before:message:send'?",
  ],
  [{ hooks: [{}, { onMessage: () => undefined }] }, "there is no hook 'onMessage'"],
  [
    { storage: 'postgres://localhost/shop' },
    "storage is a file name; for PostgreSQL pass postgresStorage(url) of '@chat/server/postgres'",
  ],
  [
    { storage: 'mongodb+srv://host/shop' },
    "storage is a file name; for MongoDB pass mongodbStorage(url) of '@chat/server/mongodb'",
  ],
  [{ storage: 7 }, 'storage must be a file name or a storage'],
  [{ authenticate: {} }, 'authenticate must be a function, such as guests() or jwt({ secret })'],
  [{ cors: true }, "cors must be an object: { origin: 'https://www.example.org' }"],
  [
    { cors: { origin: ['https://a.example', 'https://www.example.org/'] } },
    "cors.origin must look like 'https://www.example.org', without a path, not 'https://www.example.org/'",
  ],
  [
    { cors: { origin: 'www.example.org' } },
    "cors.origin must look like 'https://www.example.org', without a path, not 'www.example.org'",
  ],
  [{ hooks: { 'before:message:send': 'no' } }, "the hook 'before:message:send' must be a function"],
])('%j', (options, text) => {
  expect(() => start(options)).toThrow(new Error(`createChatServer: ${text}`));
});

const url = 'postgres://127.0.0.1:1/shop';

/** As JavaScript would pass it. */
const given = (value: unknown) => value as never;

test.each([
  ['guests', () => guests(given({ resreved: ['Support'] })), "'resreved'; did you mean 'reserved'?"],
  [
    'jwt',
    () => jwt(given({ secret: 's'.repeat(32), audiance: 'shop' })),
    "'audiance'; did you mean 'audience'?",
  ],
  [
    'postgresStorage',
    () => postgresStorage(url, given({ shema: 'shop' })),
    "'shema'; did you mean 'schema'?",
  ],
  ['mongodbStorage', () => mongodbStorage('mongodb://127.0.0.1:1', given({ schema: 'shop' })), "'schema'"],
  [
    'sqliteStorage',
    () => sqliteStorage(':memory:', given({ maxBites: 1 })),
    "'maxBites'; did you mean 'maxBytes'?",
  ],
  [
    'memoryStorage',
    () => memoryStorage(given({ maxMesages: 1 })),
    "'maxMesages'; did you mean 'maxMessages'?",
  ],
  ['webPush', () => webPush(given({ subject: 'mailto:a@example.org', ttl: 1 })), "'ttl'"],
  ['wordFilter', () => wordFilter(given({ word: [] })), "'word'; did you mean 'words'?"],
  ['livekit', () => livekit(given({ apiSecert: 'x' })), "'apiSecert'; did you mean 'apiSecret'?"],
  ['janus', () => janus(given({ adminURL: 'x' })), "'adminURL'; did you mean 'adminUrl'?"],
  ['s3FileStore', () => s3FileStore(given({ buket: 'x' })), "'buket'; did you mean 'bucket'?"],
  [
    'bot',
    () => bot(start({}), given({ id: 'robi', name: 'Robi', answerBots: true })),
    "'answerBots'; did you mean 'answersBots'?",
  ],
])('an unknown option of %s is refused', (caller, make, text) => {
  expect(make).toThrow(new TypeError(`${caller}: there is no option ${text}`));
});

test.each([undefined, null, 5432])('a storage whose address is %s is refused', (address) => {
  expect(() => postgresStorage(given(address))).toThrow(
    new TypeError(
      `postgresStorage: connection must be an address such as 'postgres://user:password@host/database', or an object of its parts; it is ${address}`,
    ),
  );
  expect(() => mongodbStorage(given(address))).toThrow(
    new TypeError(
      `mongodbStorage: address must be one such as 'mongodb://user:password@host/?replicaSet=rs0'; it is ${address}`,
    ),
  );
});

test('undefined options count as missing', () => {
  expect(() =>
    start({ storage: undefined, hooks: undefined, rooms: undefined, io: undefined }),
  ).not.toThrow();
  expect(() => guests(given({ secret: undefined }))).not.toThrow();
});

test.each([
  ['an Express app', () => express()],
  ['nothing', () => undefined],
  ['an object', () => ({})],
])('%s in place of the http server is refused', (_what, server) => {
  expect(() => createChatServer(server() as never)).toThrow(
    /must be the http server, not the app: .*createServer\(app\)/,
  );
});

test('two chats with the same or nested paths on one http server are refused', async () => {
  const http = createServer();
  const first = start({}, http);
  for (const path of ['/chat', '/chat/', '/chat/second'])
    expect(() => start({ path }, http)).toThrow("this http server already has a chat at '/chat'");
  expect(() => start({ path: '/chat-2' }, http)).not.toThrow();
  expect(() => start({}, createServer())).not.toThrow();
  await first.close();
  start({}, http);
  // Closing a chat twice frees no other chat's path.
  await first.close();
  expect(() => start({}, http)).toThrow("already has a chat at '/chat'");
});

test('a path stays free if its chat cannot be created', () => {
  const http = createServer();
  expect(() => start({ limits: { maxTxt: 1 } }, http)).toThrow("there is no limit named 'maxTxt'");
  expect(() => start({}, http)).not.toThrow();
});
