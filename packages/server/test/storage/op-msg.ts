import { BSON } from 'mongodb';

const opMsg = 2013;
const headerBytes = 16;

/** A command of MongoDB's protocol, as far as writes are concerned. */
export interface Command {
  requestId: number;
  /** Such as `find`. */
  name: string;
  body: Record<string, unknown>;
}

/** Cuts complete messages off the received bytes. */
export const takeMessages = (input: Buffer): { messages: Buffer[]; rest: Buffer } => {
  const messages: Buffer[] = [];
  let rest = input;
  while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
    const length = rest.readInt32LE(0);
    messages.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  return { messages, rest };
};

/** Returns null for messages other than OP_MSG, such as the first handshake. */
export const readCommand = (message: Buffer): Command | null => {
  if (message.readInt32LE(12) !== opMsg) return null;
  let name = '';
  const body: Record<string, unknown> = {};
  for (let at = headerBytes + 4; at < message.length;) {
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (message.readUInt8(at) === 0) {
      const document = BSON.deserialize(section);
      name = Object.keys(document)[0] ?? '';
      Object.assign(body, document);
    } else {
      // Documents of a separate list, after its name.
      const end = section.indexOf(0, 4);
      const documents: unknown[] = [];
      for (let from = end + 1; from < section.length; from += section.readInt32LE(from))
        documents.push(BSON.deserialize(section.subarray(from, from + section.readInt32LE(from))));
      body[section.toString('utf8', 4, end)] = documents;
    }
    at += 1 + size;
  }
  return { requestId: message.readInt32LE(4), name, body };
};

/** Returns the content of a reply. */
export const readReply = (message: Buffer): Record<string, unknown> =>
  message.readInt32LE(12) === opMsg ? BSON.deserialize(message.subarray(headerBytes + 5)) : { ok: 1 };

const write = (requestId: number, responseTo: number, body: Record<string, unknown>): Buffer => {
  const document = BSON.serialize(body, { ignoreUndefined: true });
  const head = Buffer.alloc(headerBytes + 5);
  head.writeInt32LE(head.length + document.length, 0);
  head.writeInt32LE(requestId, 4);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(opMsg, 12);
  return Buffer.concat([head, document]);
};

export const writeCommand = (requestId: number, body: Record<string, unknown>): Buffer =>
  write(requestId, 0, body);

export const writeReply = (responseTo: number, body: Record<string, unknown>): Buffer =>
  write(0, responseTo, body);
