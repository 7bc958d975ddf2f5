// The limit: the least that a durable chat on Node can cost. It speaks this server's wire and keeps its promise: a message is stored
// before it is acknowledged or shown, and its id is stored once. It has no rights, hooks, presence, limits or heartbeats. Everything that
// a group of messages needs is made once: a body for the disk, the event and the acknowledgement, and one write per member.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { textFrame, textFramesIn } from './limit-frames.ts';
import type { LimitRow } from './limit-writer.ts';
import { servePeer } from './peer.ts';

interface Member {
  socket: Socket;
  name: string;
  /** Acknowledgements of the group that is being told. */
  acks: Buffer[];
}
interface Room {
  id: string;
  members: Set<Member>;
  seq: number;
}
interface Pending extends LimitRow {
  room: Room;
  by: Member;
  ack: string;
}
/** What a client sends: `42<id>["<command>",{…}]`. */
interface Sent {
  roomId: string;
  id: string;
  text: string;
}

const [, , file = ''] = process.argv;
const rooms = new Map<string, Room>();
let pending: Pending[] = [];
let writing: Pending[] = [];
const writer = new Worker(new URL('./limit-writer.ts', import.meta.url), { workerData: file });

const write = (): void => {
  if (writing.length > 0 || pending.length === 0) return;
  [writing, pending] = [pending, []];
  writer.postMessage(writing.map(({ id, roomId, seq, body }) => ({ id, roomId, seq, body })));
};

/** Tells what was stored: `known` has the bodies of ids that were there before. */
writer.on('message', (known: (string | null)[]) => {
  const told = writing;
  writing = [];
  write();
  const events = new Map<Room, string[]>();
  const speakers = new Set<Member>();
  told.forEach(({ room, by, ack, body, seq }, at) => {
    const before = known[at];
    by.acks.push(textFrame(`43${ack}[{"ok":true,"message":${before ?? body}}]`));
    speakers.add(by);
    if (before != null) return;
    const event = `{"type":"message:created","roomId":"${room.id}","rev":${seq},"message":${body}}`;
    const own = events.get(room);
    if (own) own.push(event);
    else events.set(room, [event]);
  });
  for (const [room, created] of events) {
    const frame = textFrame(`42["events",[${created.join(',')}]]`);
    for (const member of room.members) {
      if (member.acks.length === 0) member.socket.write(frame);
      else member.socket.write(Buffer.concat([frame, ...member.acks.splice(0)]));
    }
  }
  // Those whose messages were all known.
  for (const { socket, acks } of speakers) if (acks.length > 0) socket.write(Buffer.concat(acks.splice(0)));
});

const roomOf = (id: string): Room => {
  const room = rooms.get(id) ?? { id, members: new Set(), seq: 0 };
  rooms.set(id, room);
  return room;
};

const take = (by: Member, text: string): void => {
  if (text.startsWith('40')) {
    const { token = '' } = JSON.parse(text.slice(2) || '{}') as { token?: string };
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}') as {
      name?: string;
    };
    by.name = claims.name ?? '';
    by.socket.write(textFrame('40{"sid":"limit"}'));
    return;
  }
  if (!text.startsWith('42')) return;
  const bracket = text.indexOf('[');
  const ack = text.slice(2, bracket);
  const [command, { roomId, id, text: said }] = JSON.parse(text.slice(bracket)) as [string, Sent];
  const room = roomOf(roomId);
  if (command !== 'message:send') {
    room.members.add(by);
    by.socket.write(textFrame(`43${ack}[{"ok":true}]`));
    return;
  }
  const seq = (room.seq += 1);
  const body = JSON.stringify({
    id,
    roomId,
    seq,
    rev: seq,
    kind: 'text',
    author: { id: by.name, name: by.name },
    text: said,
    attachments: [],
    mentions: [],
    reactions: [],
    createdAt: Date.now(),
  });
  pending.push({ id, roomId, seq, body, room, by, ack });
};

const httpServer = createServer();
httpServer.on('upgrade', (request, stream) => {
  const socket = stream as Socket;
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.setNoDelay(true);
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const member: Member = { socket, name: '', acks: [] };
  const frames = textFramesIn((text) => take(member, text));
  socket.write(
    textFrame('0{"sid":"limit","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}'),
  );
  socket.on('data', (chunk) => {
    if (!frames(chunk)) socket.destroy();
    write();
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const { members } of rooms.values()) members.delete(member);
  });
});
servePeer(httpServer);
