import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './contender.ts';
import { chatWire, feathersWire, liveEventWire, plainWire, tutorialWire, wsWire } from './load/wire.ts';

/** A file nobody else uses. */
const sqliteFile = (folder: string): string => join(mkdtempSync(join(folder, 'sqlite-')), 'messages.sqlite');

export const chat: Kind = {
  name: 'this server',
  script: 'chat.ts',
  args: (folder) => [sqliteFile(folder)],
  wire: chatWire,
};
export const chatInMemory: Kind = {
  name: 'this server, memory',
  script: 'chat.ts',
  args: () => ['memory'],
  wire: chatWire,
};
/** Presence events are off while the benchmark runs. */
export const chatQuiet: Kind = {
  name: 'this server, presence off',
  script: 'chat.ts',
  args: (folder) => [sqliteFile(folder), 'quiet'],
  wire: chatWire,
};
/** `examples/live-events` as it is. */
export const liveEvents: Kind = {
  name: 'this server, live events',
  script: 'live-events.ts',
  args: (folder) => [sqliteFile(folder)],
  wire: liveEventWire,
};
/** The least that keeps the same promise on the same wire. */
export const limit: Kind = {
  name: 'the limit',
  script: 'limit.ts',
  args: (folder) => [sqliteFile(folder)],
  wire: chatWire,
};
export const ws: Kind = { name: 'ws', script: 'ws.ts', wire: wsWire };
/** With one durable insert per message. */
export const wsWithInserts: Kind = {
  name: 'ws, insert per message',
  script: 'ws.ts',
  args: (folder) => [sqliteFile(folder)],
  wire: wsWire,
};
export const plain: Kind = { name: 'Socket.IO', script: 'plain.ts', wire: plainWire };
export const tutorial: Kind = {
  name: 'tutorial chat',
  script: 'tutorial.ts',
  args: (folder) => [sqliteFile(folder)],
  wire: tutorialWire,
};
export const feathers: Kind = { name: 'Feathers', script: 'feathers.ts', wire: feathersWire };

export const everyone = [chat, chatInMemory, limit, ws, plain, tutorial, feathers];
