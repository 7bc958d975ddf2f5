import { ChatError } from '@chat/protocol';
import type { Db, IndexDescription } from 'mongodb';
import { tablesOf, type Row } from './table.ts';

/**
 * The indexes of each collection, in addition to `_id`, which is an id or a `keyOf` ids. Ids of rooms and
 * users are stored as `orderKey` returns them and compared byte by byte. Adding an index needs no new
 * version; changing the meaning of a document does.
 */
export const indexes: Record<string, IndexDescription[]> = {
  messages: [
    { key: { room: 1, seq: 1 }, unique: true },
    { key: { room: 1, rev: 1 } },
    { key: { room: 1, createdAt: 1 } },
    { key: { room: 1, author: 1, seq: 1 } },
    { key: { room: 1, aside: 1, readers: 1, seq: 1 } },
    { key: { room: 1, words: 1, seq: 1 } },
    { key: { room: 1, calls: 1, seq: 1 } },
    { key: { room: 1, thread: 1, seq: 1 }, partialFilterExpression: { thread: { $exists: true } } },
    { key: { room: 1, pinned: 1, seq: 1 }, partialFilterExpression: { pinned: true } },
    { key: { openCall: 1, room: 1 }, partialFilterExpression: { openCall: true } },
  ],
  reactions: [
    { key: { room: 1, message: 1, emoji: 1, user: 1 } },
    { key: { room: 1, user: 1, message: 1, emoji: 1 } },
  ],
  versions: [{ key: { room: 1, message: 1, rev: 1 } }],
  records: [
    { key: { room: 1, kind: 1, key: 1 } },
    {
      key: { room: 1, user: 1, kind: 1, key: 1 },
      partialFilterExpression: { user: { $exists: true } },
    },
    { key: { room: 1, message: 1 }, partialFilterExpression: { message: { $exists: true } } },
    { key: { kind: 1, dueAt: 1 }, partialFilterExpression: { dueAt: { $exists: true } } },
  ],
  members: [
    { key: { room: 1, state: 1, user: 1 } },
    { key: { room: 1, rev: 1 } },
    { key: { user: 1, state: 1, room: 1 } },
  ],
  marks: [{ key: { room: 1, user: 1 } }, { key: { user: 1, room: 1 } }],
  reports: [
    { key: { room: 1, rev: 1 } },
    { key: { room: 1, open: 1, rev: 1 } },
    { key: { room: 1, createdAt: 1 } },
  ],
  audit: [{ key: { room: 1, rev: 1 } }],
  traces: [{ key: { user: 1, room: 1 } }],
  rooms: [{ key: { startKey: 1 }, partialFilterExpression: { startKey: { $exists: true } } }],
  erasures: [{ key: { open: 1, _id: 1 }, partialFilterExpression: { open: true } }],
  nameWords: [{ key: { word: 1, user: 1 } }, { key: { user: 1 } }],
  wishes: [{ key: { user: 1 } }],
  files: [
    { key: { room: 1, sent: 1, _id: 1 } },
    { key: { room: 1, sent: 1, kind: 1, _id: 1 } },
    { key: { room: 1, message: 1, _id: 1 }, partialFilterExpression: { message: { $exists: true } } },
    { key: { user: 1, _id: 1 } },
    { key: { dueAt: 1 }, partialFilterExpression: { dueAt: { $exists: true } } },
  ],
  presenceNodes: [{ key: { lapsesAt: 1 } }],
  presence: [{ key: { node: 1, version: 1 } }],
  pushSubscriptions: [{ key: { user: 1, createdAt: 1, _id: 1 } }],
  followers: [{ key: { room: 1, user: 1 } }, { key: { user: 1 } }],
};

/** Created in advance too: a snapshot transaction cannot create collections. */
const plain = ['timelines', 'writers', 'users', 'profiles', 'settings', 'fileTotals', 'notificationSettings'];
const idIndex: IndexDescription = { key: { _id: 1 }, name: '_id_' };

/** The version of the documents' meaning. */
const version = 1;

interface MetaRow extends Row {
  version: number;
  epoch: string;
}

/** Creates what is missing; several servers may start at once. Returns the epoch. */
export const migrate = async (
  db: Db,
  { id, restored }: { id: () => string; restored: boolean },
): Promise<string> => {
  const hello = await db.command({ hello: 1 });
  if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid')
    throw new ChatError(
      'internal',
      'this MongoDB server is no member of a replica set, and so has no transactions; one server alone can be one (rs.initiate())',
    );
  const meta = tablesOf(db)<MetaRow>('meta');
  const first = { version, epoch: id() };
  const stored = await meta.upsert('chat', { $setOnInsert: first }).catch(() => meta.get('chat'));
  if (stored === null) throw new ChatError('internal', 'the storage could not be made');
  if (stored.version > version)
    throw new ChatError(
      'internal',
      `database ${db.databaseName} was made by a newer version of this package (version ${stored.version}, known up to ${version})`,
    );
  for (const [name, wanted] of Object.entries(indexes)) await db.collection(name).createIndexes(wanted);
  for (const name of plain) await db.collection(name).createIndexes([idIndex]);
  if (!restored) return stored.epoch;
  return (await meta.upsert('chat', { $set: { epoch: first.epoch } })).epoch;
};
