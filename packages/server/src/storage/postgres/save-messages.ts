import { isThreadOnly, isOpenCall, maxVersions, type Message } from '@chat/protocol';
import type { BatchResult } from '../batch/decide-batch.ts';
import { mentionedUsers } from '../shared/mentioned-users.ts';
import type { StoredMessage } from '../contract/records.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { writeMany, type Run } from './database.ts';
import { lexemesOf } from './lexemes.ts';

export interface SaveMessagesOptions {
  /** The room's key. */
  key: number;
  /** Its `seq` before the batch. */
  lastSeq: number;
  /** Returns the stored message. */
  before: (messageId: string) => StoredMessage | null;
}

/** Writes the messages of a batch and everything that belongs to them. */
export const saveMessages = async (
  run: Run,
  { messages, reactions, versions }: Pick<BatchResult, 'messages' | 'reactions' | 'versions'>,
  { key, lastSeq, before }: SaveMessagesOptions,
): Promise<void> => {
  const many = writeMany(run, key);
  const said = messages.map(({ message }) => message);
  const changed = said.filter(({ seq }) => seq <= lastSeq);
  const gone = said.filter(({ deletedAt }) => deletedAt !== undefined);

  await many(
    `INSERT INTO {s}.messages
        (room, seq, rev, id, author, created_at, deleted, pinned, aside, thread, private, open_call, fingerprint, body)
      SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::boolean[],
        $8::boolean[], $9::boolean[], $10::text[], $11::boolean[], $12::boolean[], $13::bigint[], $14::text[])
      ON CONFLICT (room, seq) DO UPDATE SET rev = excluded.rev, author = excluded.author,
        deleted = excluded.deleted, pinned = excluded.pinned, open_call = excluded.open_call, body = excluded.body`,
    messages.map(({ message, fingerprint }) => [
      message.seq,
      message.rev,
      message.id,
      orderKey(message.author.id),
      message.createdAt,
      message.deletedAt !== undefined,
      message.pinnedAt !== undefined,
      isThreadOnly(message),
      message.threadId ?? null,
      message.to !== undefined,
      isOpenCall(message),
      fingerprint,
      JSON.stringify(message),
    ]),
  );
  await many(
    `INSERT INTO {s}.private_readers (room, seq, reader) SELECT $1, * FROM unnest($2::bigint[], $3::text[])
      ON CONFLICT DO NOTHING`,
    said.flatMap(({ seq, author, to }) =>
      to === undefined ? [] : [...new Set([author.id, ...to])].map((reader) => [seq, orderKey(reader)]),
    ),
  );
  await many(
    'DELETE FROM {s}.mentions WHERE room = $1 AND seq = ANY ($2)',
    changed.map(({ seq }) => [seq]),
  );
  await many(
    `INSERT INTO {s}.mentions (room, seq, user_id, author)
      SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
    said.flatMap((message) =>
      mentionedUsers(message).map((userId) => [message.seq, orderKey(userId), orderKey(message.author.id)]),
    ),
  );
  await many(
    'DELETE FROM {s}.message_words WHERE room = $1 AND seq = ANY ($2)',
    gone.map(({ seq }) => [seq]),
  );
  await many(
    `INSERT INTO {s}.message_words (room, seq, words)
      SELECT $1, seq, array_to_tsvector(string_to_array(words, ' ')) FROM unnest($2::bigint[], $3::text[]) AS new (seq, words)
      ON CONFLICT (room, seq) DO UPDATE SET words = excluded.words`,
    said
      .filter((message) => isSearchTextChanged(before(message.id)?.message, message))
      .map((message) => [message.seq, lexemesOf(key, message).join(' ')]),
  );
  for (const table of ['reactions', 'versions', 'records'])
    await many(
      `DELETE FROM {s}.${table} WHERE room = $1 AND message = ANY ($2)`,
      gone.map(({ id }) => [id]),
    );
  const [came, went] = [true, false].map((wanted) =>
    reactions
      .filter(({ added }) => added === wanted)
      .map(({ messageId, emoji, userId }) => [messageId, emoji, orderKey(userId)]),
  );
  await many(
    `INSERT INTO {s}.reactions (room, message, emoji, user_id)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
    came,
  );
  await many(
    `DELETE FROM {s}.reactions WHERE room = $1
      AND (message, emoji, user_id) IN (SELECT * FROM unnest($2::text[], $3::text[], $4::text[]))`,
    went,
  );
  await many(
    `INSERT INTO {s}.versions (room, message, rev, body)
      SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::text[])`,
    versions.map(({ messageId, version }) => [messageId, version.rev, JSON.stringify(version)]),
  );
  for (const messageId of new Set(versions.map((each) => each.messageId)))
    await run(
      `DELETE FROM {s}.versions WHERE room = $1 AND message = $2 AND rev <= (
        SELECT rev FROM {s}.versions WHERE room = $1 AND message = $2 ORDER BY rev DESC LIMIT 1 OFFSET $3)`,
      [key, messageId, maxVersions],
    );
};

/** Most changes do not affect a message's search terms. */
const isSearchTextChanged = (before: Message | undefined, after: Message): boolean =>
  after.deletedAt === undefined &&
  (before === undefined ||
    before.text !== after.text ||
    before.author.id !== after.author.id ||
    before.deletedAt !== undefined);
