/** The files of a project that has just installed the packages. */
export const expressProject = {
  server: {
    esm: `import { createServer } from 'node:http';
import express from 'express';
import { createChatServer } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';`,
    cjs: `const { createServer } = require('node:http');
const express = require('express');
const { createChatServer } = require('@chat/server');
const { sqliteStorage } = require('@chat/server/sqlite');`,
  },
  client: {
    esm: `import { createChatClient } from '@chat/client';`,
    cjs: `const { createChatClient } = require('@chat/client');`,
  },
  body: `
const app = express();
app.get('/own', (request, response) => response.send('of the application'));
const httpServer = createServer(app);
const storage = sqliteStorage(':memory:');
const chat = createChatServer(httpServer, { storage });
await new Promise((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
const url = 'http://127.0.0.1:' + httpServer.address().port;

const ana = createChatClient({ url, name: 'Ana' });
const luis = createChatClient({ url, name: 'Luis' });
const heard = new Promise((resolve) => luis.room('lobby').on('message:created', ({ message }) => resolve(message.text)));
await luis.room('lobby').join();
await ana.room('lobby').join();
await ana.room('lobby').messages.send({ text: 'hola' });
const result = {
  route: await (await fetch(url + '/own')).text(),
  widget: (await fetch(url + '/chat/widget.js')).status,
  heard: await heard,
  history: luis.room('lobby').messages.get().items.map(({ text }) => text),
  file: typeof storage.close === 'function',
};
await ana.close();
await luis.close();
await chat.close();
await storage.close();
httpServer.close();
console.log(JSON.stringify(result));
`,
};

/** Added to the quick start's server: prints what a page would load, and ends. */
export const printWhatIsServed = `
httpServer.on('listening', async () => {
  const url = 'http://127.0.0.1:' + httpServer.address().port;
  const page = await (await fetch(url + '/')).text();
  const widget = (await fetch(url + '/chat/widget.js')).status;
  const health = (await fetch(url + '/chat/health')).status;
  console.log(JSON.stringify({ page, widget, health }));
  process.exit();
});
`;

/** Added to the sign-in page's server: signs in, enters the chat by the cookie alone, signs out, and prints who was known. */
export const printWhoIsKnown = `
httpServer.on('listening', async () => {
  const url = 'http://127.0.0.1:' + httpServer.address().port;
  const post = (path, headers, body) => fetch(url + path, { method: 'POST', redirect: 'manual', headers, body });
  const enter = async (headers) => {
    const socket = url + '/chat/socket/?EIO=4&transport=polling';
    const { sid } = JSON.parse((await (await fetch(socket, { headers })).text()).slice(1));
    await post('/chat/socket/?EIO=4&transport=polling&sid=' + sid, headers, '40');
    let received = '';
    while (!/"hello"|^44/.test(received)) received += await (await fetch(socket + '&sid=' + sid, { headers })).text();
    const [, name = 'refused'] = /"user":{"id":"[^"]*","name":"([^"]*)"/.exec(received) ?? [];
    return name;
  };
  const stranger = await enter({});
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const cookie = (await post('/sign-in', form, 'name=Ana')).headers.getSetCookie()[0].split(';')[0];
  const visitor = await enter({ cookie });
  await post('/sign-out', { cookie }, '');
  console.log(JSON.stringify({ stranger, visitor, gone: await enter({ cookie }) }));
  process.exit();
});
`;

/** Uses the types of every entry. */
export const typesFile = `
import { createServer } from 'node:http';
import express from 'express';
import { createChatServer, guests, jwt, firstOf, memoryStorage, ChatError } from '@chat/server';
import type { ChatServer, ChatServerOptions, ChatStorage, Hooks, Session } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { decideBatch, type TimelineStore } from '@chat/server/storage';
import { storageContract } from '@chat/server/testing';
import { s3FileStore, type S3FileStore } from '@chat/server/s3';
import { firestoreRooms, type FirestoreDatabase } from '@chat/server/firestore';
import { mongodbStorage } from '@chat/server/mongodb';
import { postgresStorage } from '@chat/server/postgres';
import { createChatClient } from '@chat/client';
import type { ChatClient, MessageItem } from '@chat/client';
import type { Message, Input, Output } from '@chat/protocol';
import { openApiDocument } from '@chat/protocol/openapi';
import { ChatRoomElement } from '@chat/widget';

const app = express();
const hooks: Hooks = {
  'before:message:send': (context, input) => {
    if (input.text.includes('spam')) throw new ChatError('forbidden', 'no spam', { reason: 'moderated' });
    return { ...input, text: input.text.trim() };
  },
};
const storage: ChatStorage = { ...sqliteStorage('chat.sqlite'), rooms: memoryStorage().rooms };
const options: ChatServerOptions = { storage, hooks, authenticate: firstOf(jwt({ secret: 'x'.repeat(32) }), guests()) };
const chat: ChatServer = createChatServer(createServer(app), options);
app.use('/elsewhere', chat.handler);
const bot: Session = chat.as({ id: 'bot', name: 'Asistente', bot: true });
const input: Input<'message:send'> = { roomId: 'lobby', id: '018f0000-0000-7000-8000-000000000000', text: 'hola' };
const sent: Promise<Output<'message:send'>> = bot.call('message:send', input);
bot.on('message:created', ({ message }: { message: Message }) => message.seq.toFixed());
const client: ChatClient = createChatClient({ session: bot });
client.room('lobby').messages.subscribe(({ items }) => items.map((item: MessageItem) => item.status));
const files: S3FileStore = s3FileStore({ bucket: 'files', region: 'auto', accessKeyId: 'a', secretAccessKey: 'b' });
const elsewhere: ChatStorage = postgresStorage({ host: 'db', database: 'chat' }, { schema: 'chat' });
const inMongodb: ChatStorage = mongodbStorage('mongodb://db/?replicaSet=rs0', { database: 'chat' });
export const inFirestore = (db: FirestoreDatabase): ChatStorage => ({ ...inMongodb, rooms: firestoreRooms(db) });
export const commitTo = ({ timeline }: ChatStorage): TimelineStore['commit'] => timeline.commit;
export const used = [files, elsewhere, inMongodb, sent, decideBatch, storageContract, openApiDocument({ path: '/chat', version: '1' })];
export const element = () => document.querySelector('chat-room') as ChatRoomElement | null;
`;
