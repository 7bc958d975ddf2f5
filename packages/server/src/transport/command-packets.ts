import { isCommandName, type Reply } from '@chat/protocol';
import type { ChatSocket } from './socket-connection.ts';

type Ack = (reply: Reply<object>) => void;

/** The parts of a Socket.IO socket that are used here. None is public, so all are checked before use. */
interface Parts {
  ack(id: number): Ack;
  conn: {
    listeners(event: 'data'): unknown[];
    off(event: 'data', listener: unknown): void;
    on(event: 'data', listener: (data: unknown) => void): void;
  };
  client?: { ondata?(data: unknown): void; decoder?: { reconstructor?: unknown } };
  fns?: unknown[];
  listenersAny(): unknown[];
  listenerCount(event: string): number;
}

const eventPacket = '2';
/** Of an event of the root namespace, `2[…` or `2<id>[…`: the id of its acknowledgement, -1 if it wants none; else null. */
const idOf = (packet: string, bracket: number): number | null => {
  if (bracket < 1 || bracket > 16) return null;
  if (bracket === 1) return -1;
  let id = 0;
  for (let at = 1; at < bracket; at += 1) {
    const digit = packet.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return null;
    id = id * 10 + digit;
  }
  return id;
};

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null; // Socket.IO ends the connection
  }
};

/**
 * Passes packets with a command straight to `call`, and all others to Socket.IO. Nearly all packets are commands, and
 * Socket.IO's parser, emitters and ticks cost as much as the command itself. It gets them too where its parts are not
 * as expected, and where the application listens to the socket itself.
 */
export const takeCommands = (
  socket: ChatSocket,
  call: (command: string, input: unknown, ack?: Ack) => void,
): void => {
  const parts = socket as unknown as Parts;
  const { client, conn } = parts;
  const pass = client?.ondata;
  if (!client || !pass || !Array.isArray(parts.fns) || !conn.listeners('data').includes(pass)) return;

  const take = (packet: string): boolean => {
    if (packet[0] !== eventPacket) return false;
    const bracket = packet.indexOf('[');
    const id = idOf(packet, bracket);
    if (id === null) return false;
    const event = parsed(packet.slice(bracket));
    if (!Array.isArray(event) || event.length !== 2) return false;
    const [command, input] = event as [unknown, unknown];
    if (typeof command !== 'string' || !isCommandName(command)) return false;
    if (client.decoder?.reconstructor || parts.fns?.length !== 0) return false;
    if (parts.listenersAny().length !== 1 || parts.listenerCount(command) > 0) return false;
    if (id < 0) call(command, input);
    else call(command, input, parts.ack(id));
    return true;
  };

  conn.off('data', pass);
  conn.on('data', (data) => {
    if (typeof data !== 'string' || !take(data)) pass(data);
  });
};
