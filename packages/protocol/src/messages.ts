import * as v from 'valibot';
import type { CallLine } from './calls.ts';
import { command } from './command.ts';
import type { GroupCallLine } from './group-calls.ts';
import { data, id, limit, messageId, messageText, position } from './fields.ts';
import { fileId } from './files.ts';
import type { ThreadSummary } from './threads.ts';

export type MessageKind = 'text' | 'system' | 'call' | 'poll';

/** Who said it, as they were called then. */
export interface Author {
  id: string;
  name: string;
  avatarUrl?: string;
  bot?: true;
}

/** A file that was sent with a message. */
export interface Attachment {
  fileId: string;
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  /** Of an image, in pixels, as it is shown. */
  width?: number;
  height?: number;
  /** There is a small picture of it: the variant `thumbnail`. */
  thumbnail?: true;
  /** Of a recording, as its sender measured it. */
  durationMs?: number;
  /** Loudness of a recording over its length, each 0 to 100, at most 64 of them, as its sender measured it. */
  waveform?: number[];
}

export interface Reaction {
  emoji: string;
  count: number;
  /** User ids, at most 50. An answer made for one reader names them first where they would be cut off. */
  by: string[];
}

export interface Message {
  /** UUIDv7, made by the sender when they pressed Enter. */
  id: string;
  roomId: string;
  /** Its number in the room: 1, 2, 3… without a gap. */
  seq: number;
  /** The room's revision at its last change. */
  rev: number;
  kind: MessageKind;
  author: Author;
  /** As typed; shown as a safe markdown subset. Empty in a tombstone. */
  text: string;
  attachments: Attachment[];
  replyTo?: string;
  /** The message whose thread it stands in. */
  threadId?: string;
  /** It stands in its thread and in the room. */
  alsoToRoom?: true;
  /** It begins a thread. */
  thread?: ThreadSummary;
  /** User ids. */
  mentions: string[];
  /** It calls everybody whom it is for. */
  mentionsAll?: true;
  /** Private: only these members and the author ever receive it. */
  to?: string[];
  reactions: Reaction[];
  pinnedAt?: number;
  editedAt?: number;
  /** A bot still writes it, until then unless it goes on; ms since the epoch. */
  streamsUntil?: number;
  /** Present in a tombstone. */
  deletedAt?: number;
  /** ms since the epoch, server clock. */
  createdAt: number;
  /** Of kind `call`: what became of it. */
  call?: CallLine;
  /** The same, of a call for many. */
  groupCall?: GroupCallLine;
  /** The application's own. */
  data?: Record<string, unknown>;
}

/** A page, ascending by `seq`. `hasMore`: more exist in the direction asked for (older, unless `after` was given). */
export interface MessagePage {
  messages: Message[];
  hasMore: boolean;
}

/** A message that a bot leaves without more of it for so long is not being written any more, ms. */
export const streamPatienceMs = 15_000;

const target = { roomId: id, messageId };
const mentions = {
  /** Ids of the users that the message mentions. */
  mentions: v.optional(v.pipe(v.array(id), v.maxLength(50, 'must be at most 50 users'))),
  /** Mentions everybody in the room. Needs the right `mention:all`. */
  mentionsAll: v.optional(v.boolean()),
};

/** Files that I uploaded into this room and have not sent yet. How many is a limit of the server, checked there. */
const attachments = v.optional(v.array(v.strictObject({ fileId })));

export const messageCommands = {
  'message:send': command<Message>()({
    http: 'POST /rooms/:roomId/messages',
    creates: true,
    summary: 'Say something; sending the same id again answers what is stored',
    input: v.strictObject({
      roomId: id,
      /** A lower-case UUID that you make. Sending it again never stores a second message. */
      id: messageId,
      text: messageText,
      attachments,
      /** Id of the message that this one replies to. */
      replyTo: v.optional(messageId),
      /** Id of the message whose thread this one stands in. */
      threadId: v.optional(messageId),
      /** With `threadId`: the message also appears in the room. */
      alsoToRoom: v.optional(v.boolean()),
      ...mentions,
      /** Ids of the only users that receive the message, besides its author. */
      to: v.optional(v.pipe(v.array(id), v.minLength(1, 'must name somebody'))),
      /** Anything of your own, as JSON. */
      data: v.optional(data),
      /** For bots: more text follows. */
      streaming: v.optional(v.boolean()),
    }),
  }),
  'message:list': command<MessagePage>()({
    http: 'GET /rooms/:roomId/messages',
    summary: 'A page of messages, of the room or of one thread: the newest, or before, after or around a seq',
    input: v.strictObject({
      roomId: id,
      threadId: v.optional(messageId),
      before: v.optional(position),
      after: v.optional(position),
      around: v.optional(position),
      limit,
    }),
  }),
  'message:edit': command<Message>()({
    http: 'PATCH /rooms/:roomId/messages/:messageId',
    summary: 'Change the text of my message',
    input: v.strictObject({
      ...target,
      text: messageText,
      ...mentions,
      data: v.optional(data),
      streaming: v.optional(v.boolean()),
    }),
  }),
  'message:delete': command<Message>()({
    http: 'DELETE /rooms/:roomId/messages/:messageId',
    summary: 'Leave a tombstone in place of a message: mine, or anyone’s with the right',
    input: v.strictObject(target),
  }),
};
