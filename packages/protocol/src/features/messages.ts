import * as v from 'valibot';
import { callLineSchema, type CallLine } from '../calls/calls.ts';
import { command } from '../command.ts';
import { data, id, limit, messageId, messageText, position, time as moment } from '../fields.ts';
import { encryptedContentSchema, encryptedInput, type EncryptedContent } from '../encryption/encryption.ts';
import { attachmentSchema, fileId, type Attachment } from './files.ts';
import { groupCallLineSchema, type GroupCallLine } from '../calls/group-calls.ts';
import { locationInput, locationSchema, type Location } from './location.ts';
import { count, data as jsonObject, isTrue, optionalTime, schemaOf, time } from '../outputs.ts';
import { pollSchema, type Poll } from '../polls/poll-message.ts';
import type { ThreadSummary } from './threads.ts';
import { authorSchema, type Author } from './users.ts';

export type MessageKind = 'text' | 'system' | 'call' | 'poll';

export interface Reaction {
  emoji: string;
  count: number;
  /**
   * User ids, at most 50. In the response to a command, the reader's id comes first if it would be cut off.
   */
  by: string[];
}

/** The mark of a message that copies another one. */
export interface Forwarded {
  /** User id of its author: only if the text is theirs and they may read this room. */
  userId?: string;
}

/** The picture of a link card: a small WebP image, which is a file for the readers of the message. */
export interface LinkCardImage {
  /** `file:url` returns its address. */
  fileId: string;
  /** In pixels. */
  width: number;
  height: number;
}

/** The title, the description and the picture that the page of a link gives itself. */
export interface LinkCard {
  /** The link, as it is in the text. */
  url: string;
  title: string;
  description?: string;
  /** The name that the page gives its site. It may be false: show the host of `url` with it. */
  site?: string;
  image?: LinkCardImage;
}

export interface Message {
  /** UUID, made by the sender. */
  id: string;
  roomId: string;
  /** Number of the message in the room: 1, 2, 3… without gaps. */
  seq: number;
  /** The room's revision of its last change. */
  rev: number;
  kind: MessageKind;
  author: Author;
  /** As written: a safe subset of markdown. Empty in a tombstone. */
  text: string;
  attachments: Attachment[];
  /** Id of the message that it replies to. */
  replyTo?: string;
  /** Id of the first message of its thread. */
  threadId?: string;
  /** It appears in its thread and in the room. */
  alsoToRoom?: true;
  /** Set on the first message of a thread. */
  thread?: ThreadSummary;
  /** User ids. */
  mentions: string[];
  /** It mentions everyone who receives it. */
  mentionsAll?: true;
  /** Private: only these users and the author receive it. */
  to?: string[];
  /** It copies another message. */
  forwarded?: Forwarded;
  /** The card of its first link, added after it was sent. */
  card?: LinkCard;
  /** A place that its author shares. */
  location?: Location;
  reactions: Reaction[];
  /** ms since the epoch. */
  pinnedAt?: number;
  /** ms since the epoch. */
  editedAt?: number;
  /** A bot is still writing it. Unless more follows, it ends then; ms since the epoch. */
  streamsUntil?: number;
  /** Present in a tombstone. */
  deletedAt?: number;
  /** When its deletion was last undone, ms since the epoch. */
  restoredAt?: number;
  /** ms since the epoch, server clock. */
  createdAt: number;
  /** Of a message of kind `call`: the call. */
  call?: CallLine;
  /** The same for a group call. */
  groupCall?: GroupCallLine;
  /** Of a message of kind `poll`: the poll. */
  poll?: Poll;
  /** Its content, in an encrypted room. */
  encrypted?: EncryptedContent;
  /** The application's own data. */
  data?: Record<string, unknown>;
}

/**
 * A page, ascending by `seq`. `hasMore`: there are more in the requested direction (older, unless `after` was
 * given).
 */
export interface MessagePage {
  messages: Message[];
  hasMore: boolean;
}

/** A streamed message ends if its bot sends nothing more for this time, ms. */
export const streamPatienceMs = 15_000;

export const reactionSchema = schemaOf<Reaction>()(
  v.object({
    emoji: v.string(),
    count,
    by: v.pipe(
      v.array(v.string()),
      v.description('user ids, at most 50; the reader is always among them if they reacted'),
    ),
  }),
);

const forwardedSchema = schemaOf<Forwarded>()(
  v.object({ userId: v.optional(v.pipe(v.string(), v.description('user id of its author'))) }),
);

const linkCardSchema = schemaOf<LinkCard>()(
  v.object({
    url: v.string(),
    title: v.string(),
    description: v.optional(v.string()),
    site: v.optional(v.pipe(v.string(), v.description('the name that the page gives its site'))),
    image: v.optional(v.object({ fileId: v.string(), width: count, height: count })),
  }),
);

const threadSummary = schemaOf<ThreadSummary>()(
  v.object({
    replies: v.pipe(count, v.description('those that are not deleted')),
    lastReplyAt: time,
    participants: v.pipe(
      v.array(authorSchema),
      v.description('the authors of the latest replies, newest first, at most 5'),
    ),
  }),
);

export const messageSchema = schemaOf<Message>()(
  v.object({
    id: v.pipe(v.string(), v.uuid()),
    roomId: v.string(),
    seq: v.pipe(count, v.description('number of the message in the room: 1, 2, 3… without gaps')),
    rev: v.pipe(count, v.description("the room's revision of its last change")),
    kind: v.picklist(['text', 'system', 'call', 'poll']),
    author: authorSchema,
    text: v.pipe(v.string(), v.description('as written; empty in a tombstone')),
    attachments: v.array(attachmentSchema),
    replyTo: v.optional(v.string()),
    threadId: v.optional(v.pipe(v.string(), v.description('id of the first message of its thread'))),
    alsoToRoom: v.optional(
      v.pipe(v.literal(true), v.description('it appears in its thread and in the room')),
    ),
    thread: v.optional(v.pipe(threadSummary, v.description('set on the first message of a thread'))),
    mentions: v.pipe(v.array(v.string()), v.description('user ids')),
    mentionsAll: isTrue,
    to: v.optional(
      v.pipe(v.array(v.string()), v.description('private: only these users and the author receive it')),
    ),
    forwarded: v.optional(v.pipe(forwardedSchema, v.description('it copies another message'))),
    card: v.optional(v.pipe(linkCardSchema, v.description('the card of its first link'))),
    location: v.optional(v.pipe(locationSchema, v.description('a place that its author shares'))),
    reactions: v.array(reactionSchema),
    pinnedAt: optionalTime,
    editedAt: optionalTime,
    streamsUntil: optionalTime,
    deletedAt: v.optional(v.pipe(time, v.description('ms since the epoch; present in a tombstone'))),
    restoredAt: v.optional(v.pipe(time, v.description('when its deletion was last undone'))),
    createdAt: time,
    call: v.optional(v.pipe(callLineSchema, v.description('of a message of kind call: the call'))),
    groupCall: v.optional(v.pipe(groupCallLineSchema, v.description('the same for a group call'))),
    poll: v.optional(v.pipe(pollSchema, v.description('of a message of kind poll: the poll'))),
    encrypted: v.optional(v.pipe(encryptedContentSchema, v.description('its content, in an encrypted room'))),
    data: v.optional(jsonObject),
  }),
);

export const messagePageSchema = schemaOf<MessagePage>()(
  v.object({
    messages: v.array(messageSchema),
    hasMore: v.pipe(v.boolean(), v.description('there are more in the requested direction')),
  }),
);

const target = { roomId: id, messageId };
const mentions = {
  /** Ids of the users that the message mentions. */
  mentions: v.optional(v.pipe(v.array(id), v.maxLength(50, 'must be at most 50 users'))),
  /** Mentions everybody in the room. Needs the right `mention:all`. */
  mentionsAll: v.optional(v.boolean()),
};

/** The optional parts of a new message, besides its text and files. */
export const contentInputs = {
  /** Id of the message that this one replies to. */
  replyTo: v.optional(messageId),
  /** Id of the first message of the thread that this one belongs to. */
  threadId: v.optional(messageId),
  /** With `threadId`: the message also appears in the room. */
  alsoToRoom: v.optional(v.boolean()),
  ...mentions,
  /** Makes the message private: ids of the only users that receive it, besides its author. */
  to: v.optional(v.pipe(v.array(id), v.minLength(1, 'must name a user'))),
};

/**
 * Files that I uploaded to this room and have not sent yet. The server checks how many
 * (`maxFilesPerMessage`).
 */
const attachments = v.optional(v.array(v.strictObject({ fileId })));

export const messageCommands = {
  'message:send': command<Message>()({
    http: 'POST /rooms/:roomId/messages',
    creates: true,
    rate: 'sends',
    load: 'send',
    summary: 'Send a message; with the same id again, returns the message that is stored',
    input: v.strictObject({
      roomId: id,
      /** A lower-case UUID that you make. Sending it again never stores a second message. */
      id: messageId,
      text: messageText,
      attachments,
      ...contentInputs,
      /** The message that this one copies: `attachments` then names files of that message. */
      forwardFrom: v.optional(v.strictObject({ roomId: id, messageId })),
      /** A place; the text may then be empty. */
      location: v.optional(locationInput),
      /** Anything of your own, as JSON. */
      data: v.optional(data),
      /** The content of a message to an encrypted room; the text is then empty. */
      encrypted: v.optional(encryptedInput),
      /** For bots: more text follows. */
      streaming: v.optional(v.boolean()),
      /** The version of my draft that became this message: the draft is discarded, unless it is newer. */
      draft: v.optional(position),
    }),
    output: messageSchema,
  }),
  'message:list': command<MessagePage>()({
    http: 'GET /rooms/:roomId/messages',
    summary:
      'List a page of messages of the room or a thread: the newest, or before, after or around a seq, or around a time',
    input: v.strictObject({
      roomId: id,
      threadId: v.optional(messageId),
      before: v.optional(position),
      after: v.optional(position),
      around: v.optional(position),
      /** Around the first message from this time on. */
      aroundTime: v.optional(moment),
      /** In an encrypted room: also messages that are only in a thread. Its devices search them. */
      withReplies: v.optional(v.boolean()),
      limit,
    }),
    output: messagePageSchema,
  }),
  'message:edit': command<Message>()({
    http: 'PATCH /rooms/:roomId/messages/:messageId',
    rate: 'sends',
    load: 'send',
    summary: 'Edit the text of my message',
    input: v.strictObject({
      ...target,
      text: messageText,
      ...mentions,
      data: v.optional(data),
      encrypted: v.optional(encryptedInput),
      streaming: v.optional(v.boolean()),
    }),
    output: messageSchema,
  }),
  'message:delete': command<Message>()({
    http: 'DELETE /rooms/:roomId/messages/:messageId',
    load: 'send',
    summary: 'Delete a message: mine, or any with the right; a tombstone remains',
    input: v.strictObject(target),
    output: messageSchema,
  }),
  'message:restore': command<Message>()({
    http: 'POST /rooms/:roomId/messages/:messageId/restore',
    load: 'send',
    summary: 'Undo a deletion of mine, within seconds and on the same server',
    input: v.strictObject(target),
    output: messageSchema,
  }),
};
