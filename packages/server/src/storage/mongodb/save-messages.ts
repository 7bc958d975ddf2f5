import { isThreadOnly, isOpenCall, maxVersions, type Message, type MessageVersion } from '@chat/protocol';
import type { BatchResult } from '../batch/decide-batch.ts';
import { mentionedUsers } from '../shared/mentioned-users.ts';
import { orderKey } from '../shared/id-order-key.ts';
import type { StoredMessage } from '../contract/records.ts';
import { lexemesOf } from './lexemes.ts';
import type { RecordRow } from './feature-records.ts';
import { everyReader, keyOf, type BodyRow, type MessageRow } from './rows.ts';
import { put, type Row, type Tables } from './table.ts';

export interface ReactionRow extends Row {
  room: string;
  message: string;
  emoji: string;
  user: string;
}

export interface VersionRow extends BodyRow<MessageVersion> {
  room: string;
  message: string;
  rev: number;
}

export interface SaveMessagesOptions {
  /** The room's id as `orderKey` returns it. */
  room: string;
  /** Returns the stored message. */
  before: (messageId: string) => StoredMessage | null;
}

/** Writes the messages of a batch and everything that belongs to them. */
export const saveMessages = async (
  tables: Tables,
  { messages, reactions, versions }: Pick<BatchResult, 'messages' | 'reactions' | 'versions'>,
  { room, before }: SaveMessagesOptions,
): Promise<void> => {
  await tables<MessageRow>('messages').bulk(
    messages.map(({ message, fingerprint }) => {
      const row = { ...rowOf(room, message), fingerprint };
      const said = isSearchTextChanged(before(message.id)?.message, message)
        ? { words: lexemesOf(message) }
        : {};
      const { _id, ...fields } = { ...row, ...said };
      return { updateOne: { filter: { _id }, update: { $set: fields }, upsert: true } };
    }),
  );
  const gone = messages
    .filter(({ message }) => message.deletedAt !== undefined)
    .map(({ message }) => message.id);
  if (gone.length > 0) await deleteMessageDetails(tables, room, gone);
  await tables<ReactionRow>('reactions').bulk(
    reactions.map(({ messageId: message, emoji, userId, added }) => {
      const user = orderKey(userId);
      const _id = keyOf(room, message, emoji, user);
      return added
        ? put<ReactionRow>({ _id, room, message, emoji, user })
        : { deleteOne: { filter: { _id } } };
    }),
  );
  await tables<VersionRow>('versions').bulk(
    versions.map(({ messageId: message, version }) =>
      put<VersionRow>({
        _id: keyOf(room, message, version.rev),
        room,
        message,
        rev: version.rev,
        body: JSON.stringify(version),
      }),
    ),
  );
  for (const message of new Set(versions.map((each) => each.messageId))) {
    const kept = await tables<VersionRow>('versions').find(
      { room, message },
      { sort: { rev: -1 }, limit: maxVersions, fields: ['rev'] },
    );
    await tables<VersionRow>('versions').remove({ room, message, rev: { $lt: kept.at(-1)?.rev ?? 0 } });
  }
};

/** Deletes reactions, earlier versions and records of messages. */
export const deleteMessageDetails = async (tables: Tables, room: string, messageIds: readonly string[]) => {
  const theirs = { room, message: { $in: [...messageIds] } };
  await tables<ReactionRow>('reactions').remove(theirs);
  await tables<VersionRow>('versions').remove(theirs);
  await tables<RecordRow>('records').remove(theirs);
};

const rowOf = (room: string, message: Message): Omit<MessageRow, 'fingerprint' | 'words'> => ({
  _id: keyOf(room, message.id),
  room,
  id: message.id,
  seq: message.seq,
  rev: message.rev,
  author: orderKey(message.author.id),
  createdAt: message.createdAt,
  deleted: message.deletedAt !== undefined,
  pinned: message.pinnedAt !== undefined,
  aside: isThreadOnly(message),
  ...(message.threadId === undefined ? {} : { thread: message.threadId }),
  readers:
    message.to === undefined
      ? [everyReader]
      : [...new Set([message.author.id, ...message.to])].map((reader) => orderKey(reader)),
  calls: mentionedUsers(message).map(orderKey),
  openCall: isOpenCall(message),
  body: JSON.stringify(message),
});

/** Most changes do not affect a message's search terms. */
const isSearchTextChanged = (before: Message | undefined, after: Message): boolean =>
  before === undefined ||
  before.text !== after.text ||
  before.author.id !== after.author.id ||
  before.deletedAt !== after.deletedAt;
