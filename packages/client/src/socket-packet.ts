import type { ErrorBody, Handshake } from '@chat/protocol';

/** A packet of Socket.IO's protocol 5, in the main namespace. `other`: of no concern to us. */
export type SocketPacket =
  | { type: 'connect'; sid: string }
  | { type: 'event'; name: string; value: never }
  | { type: 'ack'; id: number; value: unknown }
  | { type: 'refused'; error: Partial<ErrorBody> }
  | { type: 'disconnect' | 'other' };

/** How a command, and what a server says, are written. Never with binary parts: all we carry is JSON. */
export const socketPacket = {
  disconnect: '1',
  connect: (auth: Handshake & { replaces?: string | undefined }): string => `0${JSON.stringify(auth)}`,
  event: (id: number, name: string, input: unknown): string => `2${id}${JSON.stringify([name, input])}`,
  /** Null for what no Socket.IO server says. */
  read: (text: string): SocketPacket | null => {
    try {
      return read(text);
    } catch {
      return null;
    }
  },
};

const read = (text: string): SocketPacket => {
  const [, type, id, json] = /^([0-4])(\d*)(?=[[{]|$)(.*)$/s.exec(text) ?? [];
  if (type === '1') return { type: 'disconnect' };
  if (type === undefined || !json) return { type: 'other' };
  const body: unknown = JSON.parse(json);
  if (type === '0') return { type: 'connect', sid: (body as { sid: string }).sid };
  if (type === '4') {
    const { message, data } = body as { message: string; data?: Partial<ErrorBody> };
    return { type: 'refused', error: { message, ...data } };
  }
  const [first, value] = body as [unknown, never];
  return type === '2'
    ? { type: 'event', name: String(first), value }
    : { type: 'ack', id: Number(id), value: first };
};
