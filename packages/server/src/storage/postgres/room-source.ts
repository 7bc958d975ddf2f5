import type { Source } from '../batch.ts';
import type { Change } from '../change.ts';
import { reads } from '../reads.ts';
import type { Head, StoredMember, StoredMessage, StoredReport } from '../record.ts';
import { idOf, orderKey } from '../order-key.ts';
import type { Run } from './database.ts';
import { parseBody, toStored, type BodyRow, type StoredRow } from './rows.ts';

/** What a decision may ask for, with what it asks by and what it is answered. */
interface Asks {
  member: { by: [userId: string]; answer: StoredMember | null };
  joined: { by: []; answer: StoredMember[] };
  message: { by: [messageId: string]; answer: StoredMessage | null };
  report: { by: [messageId: string]; answer: StoredReport | null };
  reacted: { by: [messageId: string, emoji: string, userId: string]; answer: boolean };
  reactors: { by: [messageId: string, emoji: string, limit: number]; answer: string[] };
  replies: { by: [threadId: string, limit: number]; answer: StoredMessage[] };
  lastSentAt: { by: [userId: string, since: number]; answer: number | null };
  pinned: { by: []; answer: number };
  openCall: { by: []; answer: StoredMessage | null };
  hasMark: { by: [userId: string]; answer: boolean };
  isErased: { by: [userId: string]; answer: boolean };
}

type Loaders = { [K in keyof Asks]: (by: Asks[K]['by'][]) => Promise<Asks[K]['answer'][]> };

/** What is answered while it is not known; nothing is made of a decision that rested on it. */
const unknown: { [K in keyof Asks]: Asks[K]['answer'] } = {
  member: null,
  joined: [],
  message: null,
  report: null,
  reacted: false,
  reactors: [],
  replies: [],
  lastSentAt: null,
  pinned: 0,
  openCall: null,
  hasMark: false,
  isErased: false,
};

export interface RoomSource extends Source {
  /** Reads what was asked for and not known. False when there was nothing: what was decided stands. */
  load(): Promise<boolean>;
  /** A message as it was before the batch. */
  before(messageId: string): StoredMessage | null;
}

export interface RoomOfSource {
  roomId: string;
  /** Null when the room does not exist. */
  key: number | null;
  head: Head | null;
}

/**
 * A database answers later, and decisions are made at once: they are made on what is known, and again once what they asked for
 * besides has been read, all in one transaction. What the changes are known to need is read first, so that once is the rule.
 */
export const roomSource = (run: Run, room: RoomOfSource, changes: readonly Change[]): RoomSource => {
  const known = new Map<string, unknown>();
  const asked = new Map<string, { what: keyof Asks; by: unknown[] }>();
  const load = loaders(run, room);

  const ask = <K extends keyof Asks>(what: K, ...by: Asks[K]['by']): Asks[K]['answer'] => {
    const key = JSON.stringify([what, ...by]);
    if (known.has(key)) return known.get(key) as Asks[K]['answer'];
    asked.set(key, { what, by });
    return unknown[what];
  };

  for (const change of changes) {
    const needed = reads(change, room.head);
    for (const userId of needed.members) ask('member', userId);
    for (const userId of needed.marks) ask('hasMark', userId);
    for (const userId of needed.erasures) ask('isErased', userId);
    for (const messageId of needed.messages) ask('message', messageId);
    for (const messageId of needed.reports) ask('report', messageId);
    if (needed.joined) ask('joined');
  }

  return {
    head: () => room.head,
    member: (userId) => ask('member', userId),
    joined: () => ask('joined'),
    message: (messageId) => ask('message', messageId),
    report: (messageId) => ask('report', messageId),
    reacted: (...by) => ask('reacted', ...by),
    reactors: (...by) => ask('reactors', ...by),
    replies: (...by) => ask('replies', ...by),
    lastSentAt: (...by) => ask('lastSentAt', ...by),
    pinned: () => ask('pinned'),
    openCall: () => ask('openCall'),
    hasMark: (userId) => ask('hasMark', userId),
    isErased: (userId) => ask('isErased', userId),
    before: (messageId) => ask('message', messageId),
    load: async () => {
      const wanted = new Map<keyof Asks, { key: string; by: unknown[] }[]>();
      for (const [key, { what, by }] of asked) wanted.set(what, [...(wanted.get(what) ?? []), { key, by }]);
      asked.clear();
      for (const [what, asks] of wanted) {
        const answers = await (load[what] as (by: unknown[][]) => Promise<unknown[]>)(
          asks.map(({ by }) => by),
        );
        asks.forEach(({ key }, at) => known.set(key, answers[at]));
      }
      return wanted.size > 0;
    },
  };
};

const loaders = (run: Run, { roomId, key }: RoomOfSource): Loaders => {
  const roomKey = orderKey(roomId);

  /** Finds all of them with one statement, whose rows bear as `id` what they were asked by. */
  const byId = async <Row extends { id: string }>(
    sql: string,
    ids: string[],
    ...more: unknown[]
  ): Promise<(Row | undefined)[]> => {
    const rows = new Map((await run<Row>(sql, [ids, ...more])).map((row) => [row.id, row]));
    return ids.map((each) => rows.get(each));
  };
  const eachOf = async <By, Answer>(all: By[], find: (by: By) => Promise<Answer>): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (const by of all) answers.push(await find(by));
    return answers;
  };

  return {
    member: async (all) => {
      const sql = `SELECT user_id AS id, body FROM {s}.members WHERE room_id = $2 AND user_id = ANY ($1)`;
      const rows = await byId<BodyRow<StoredMember> & { id: string }>(
        sql,
        all.map(([userId]) => orderKey(userId)),
        roomKey,
      );
      return rows.map((row) => (row === undefined ? null : parseBody(row)));
    },
    joined: async () => [
      (
        await run<BodyRow<StoredMember>>(
          `SELECT body FROM {s}.members WHERE room_id = $1 AND state = 'joined'`,
          [roomKey],
        )
      ).map(parseBody),
    ],
    message: async (all) => {
      const sql = 'SELECT id, body, fingerprint FROM {s}.messages WHERE room = $2 AND id = ANY ($1)';
      const rows = await byId<StoredRow & { id: string }>(
        sql,
        all.map(([id]) => id),
        key,
      );
      return rows.map((row) => (row === undefined ? null : toStored(row)));
    },
    report: async (all) => {
      const sql = 'SELECT message_id AS id, body FROM {s}.reports WHERE room = $2 AND message_id = ANY ($1)';
      const rows = await byId<BodyRow<StoredReport> & { id: string }>(
        sql,
        all.map(([id]) => id),
        key,
      );
      return rows.map((row) => (row === undefined ? null : parseBody(row)));
    },
    hasMark: async (all) => {
      const sql = 'SELECT user_id AS id FROM {s}.marks WHERE room_id = $2 AND user_id = ANY ($1)';
      const rows = await byId(
        sql,
        all.map(([userId]) => orderKey(userId)),
        roomKey,
      );
      return rows.map((row) => row !== undefined);
    },
    isErased: async (all) => {
      const sql = 'SELECT user_id AS id FROM {s}.erasures WHERE user_id = ANY ($1)';
      const rows = await byId(
        sql,
        all.map(([userId]) => orderKey(userId)),
      );
      return rows.map((row) => row !== undefined);
    },
    reacted: (all) =>
      eachOf(all, async ([messageId, emoji, userId]) => {
        const sql =
          'SELECT 1 FROM {s}.reactions WHERE room = $1 AND message = $2 AND emoji = $3 AND user_id = $4';
        return (await run(sql, [key, messageId, emoji, orderKey(userId)])).length > 0;
      }),
    reactors: (all) =>
      eachOf(all, async ([messageId, emoji, limit]) => {
        const sql = `SELECT user_id AS id FROM {s}.reactions WHERE room = $1 AND message = $2 AND emoji = $3
          ORDER BY user_id LIMIT $4`;
        const rows = await run<{ id: string }>(sql, [key, messageId, emoji, limit]);
        return rows.map(({ id }) => idOf(id));
      }),
    replies: (all) =>
      eachOf(all, async ([threadId, limit]) => {
        const sql = `SELECT body, fingerprint FROM {s}.messages WHERE room = $1 AND thread = $2 AND NOT deleted
          ORDER BY seq DESC LIMIT $3`;
        return (await run<StoredRow>(sql, [key, threadId, limit])).map(toStored);
      }),
    lastSentAt: (all) =>
      eachOf(all, async ([userId, since]) => {
        const sql = `SELECT max(created_at) AS at FROM {s}.messages WHERE room = $1 AND created_at > $2 AND author = $3`;
        return (await run<{ at: number | null }>(sql, [key, since, orderKey(userId)]))[0]?.at ?? null;
      }),
    openCall: async () => {
      const sql = 'SELECT body, fingerprint FROM {s}.messages WHERE room = $1 AND open_call';
      const [row] = await run<StoredRow>(sql, [key]);
      return [row === undefined ? null : toStored(row)];
    },
    pinned: async () => {
      const sql = 'SELECT count(*) AS count FROM {s}.messages WHERE room = $1 AND pinned';
      return [(await run<{ count: number }>(sql, [key]))[0]?.count ?? 0];
    },
  };
};
