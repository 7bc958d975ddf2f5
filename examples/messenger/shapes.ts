// The old front end's form of messages, and their recipients.
import type { Call, Message, Room } from '@chat/server';

export type MessageType = 'text' | 'audio' | 'video';
export const messageTypes: readonly string[] = ['text', 'audio', 'video'] satisfies MessageType[];

/** The members of a room. */
export interface Audience {
  type: Room['type'];
  members: string[];
}

export const audienceOf = async (call: Call, roomId: string): Promise<Audience> => {
  const { type } = await call('room:get', { roomId });
  const members: string[] = [];
  for (let after: string | undefined, hasMore = true; hasMore;) {
    const page = await call('member:list', {
      roomId,
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    members.push(...page.members.filter(({ invitedBy }) => !invitedBy).map(({ user }) => user.id));
    after = page.members.at(-1)?.user.id;
    hasMore = page.hasMore && after !== undefined;
  }
  return { type, members };
};

const typeOf = ({ attachments, data }: Message): MessageType => {
  const said = data?.['messageType'];
  if (said === 'audio' || said === 'video') return said;
  const kind = attachments[0]?.type.split('/')[0];
  return kind === 'audio' || kind === 'video' ? kind : 'text';
};

const attachmentOf = async ({ attachments: [first] }: Message, call: Call, origin: string) => {
  if (!first) return null;
  const { url } = await call('file:url', { fileId: first.fileId });
  return { name: first.name, type: first.type, size: first.size, url: `${origin}${url}` };
};

/** `origin` is the beginning of files' addresses. */
export const asMessage = async (
  message: Message,
  { type, members }: Audience,
  call: Call,
  origin: string,
) => {
  const { id, author, text, createdAt } = message;
  const others = members.filter((each) => each !== author.id);
  const attachment = await attachmentOf(message, call, origin);
  return {
    _id: id,
    sender: author.id,
    receiver: type === 'direct' ? (others[0] ?? '') : others,
    messageType: typeOf(message),
    content: text,
    timestamp: new Date(createdAt).toISOString(),
    ...(attachment ? { attachment } : {}),
  };
};

/**
 * Returns whether the old front end shows a message: not deleted ones, calls, or replies that are still
 * streaming.
 */
export const isShown = ({ kind, deletedAt, streamsUntil }: Message): boolean =>
  kind === 'text' && deletedAt === undefined && streamsUntil === undefined;
