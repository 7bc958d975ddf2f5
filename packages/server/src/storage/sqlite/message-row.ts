import type { Author, Message } from '@chat/protocol';
import { idOf } from '../shared/id-order-key.ts';

/** The columns of a message that are read. The caller knows its room. */
export interface MessageRow {
  seq: number;
  rev: number;
  id: string;
  /** As stored. */
  author: string;
  createdAt: number;
  body: string;
}

/** The columns of a `MessageRow`; `table`: where other tables of the query have columns of the same names. */
export const messageColumns = (table?: string): string => {
  const from = table === undefined ? '' : `${table}.`;
  return `${from}seq, ${from}rev, ${from}id, ${from}author, ${from}created_at AS createdAt, ${from}body`;
};

/** Columns have the rest. Rows from before have everything in their body as well. */
interface Body extends Omit<Partial<Message>, 'author'> {
  author: Partial<Pick<Author, 'id'>> & Omit<Author, 'id'>;
  text: string;
}

/** Returns the body of a message: what neither the columns have nor most messages have alike. */
export const messageBody = (message: Message): string => {
  const { id: _id, roomId: _room, seq: _seq, rev: _rev, createdAt: _at, ...kept } = message;
  const { author, kind, attachments, mentions, reactions, ...rest } = kept;
  const { id: _author, ...by } = author;
  const body: Record<string, unknown> = { author: by, ...rest };
  if (kind !== 'text') body['kind'] = kind;
  if (attachments.length > 0) body['attachments'] = attachments;
  if (mentions.length > 0) body['mentions'] = mentions;
  if (reactions.length > 0) body['reactions'] = reactions;
  return JSON.stringify(body);
};

/** Returns a function that makes messages of rows; `roomKey`: the id of their room as stored. */
export const messagesIn = (roomKey: string): ((row: MessageRow) => Message) => {
  const roomId = idOf(roomKey);
  return ({ seq, rev, id, author, createdAt, body }) => {
    const {
      author: by,
      text,
      replyTo,
      threadId,
      alsoToRoom,
      mentionsAll,
      to,
      forwarded,
      ...rest
    } = JSON.parse(body) as Body;
    // In the order in which a new message has them: some readers compare the JSON.
    return {
      id,
      roomId,
      seq,
      rev,
      kind: 'text',
      author: { id: idOf(author), ...by },
      text,
      attachments: [],
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(threadId === undefined ? {} : { threadId }),
      ...(alsoToRoom === undefined ? {} : { alsoToRoom }),
      mentions: [],
      ...(mentionsAll === undefined ? {} : { mentionsAll }),
      ...(to === undefined ? {} : { to }),
      ...(forwarded === undefined ? {} : { forwarded }),
      reactions: [],
      createdAt,
      ...rest,
    };
  };
};
