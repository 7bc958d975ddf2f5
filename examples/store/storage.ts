// A complete storage: everything is in one table of an SQLite file.
import { randomUUID } from 'node:crypto';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { isOpenCall, maxVersions, type AuditEntry, type Erasure, type MessageVersion } from '@chat/protocol';
import * as store from '@chat/server/storage';
import type { Head, PageQuery, StoredMember, StoredMessage, StoredReport } from '@chat/server/storage';

const { idOf, orderKey } = store;
/** A field of a stored message, in SQL. */
const of = (field: string): string => `body ->> '$.message.${field}'`;
const index = (field: string): string =>
  `CREATE INDEX IF NOT EXISTS by_${field} ON records (room, ${of(field)}) WHERE kind = 'message';`;
const schema = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; -- A commit is on the disk before it is acknowledged.
  CREATE TABLE IF NOT EXISTS records (kind, room, key, body, PRIMARY KEY (kind, room, key)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS by_key ON records (key, kind, room);
  ${['seq', 'rev', 'createdAt', 'threadId', 'pinnedAt', 'kind'].map(index).join('\n')}`;

const openRecords = (file: string) => {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(schema);
  const column = (name: 'key' | 'room' | 'body', where: string, values: SQLInputValue[]): string[] => {
    const rows = database.prepare(`SELECT ${name} AS value FROM records WHERE ${where}`).all(...values);
    return rows.map(({ value }) => String(value));
  };
  /** Returns the ids of rooms, or the keys of one, in which a condition finds a record. */
  const ids = (name: 'key' | 'room', where: string, ...values: SQLInputValue[]): string[] => [
    ...new Set(column(name, `${where} ORDER BY ${name}`, values).map(idOf)),
  ];
  const find = <T>(where: string, ...values: SQLInputValue[]): T[] =>
    column('body', where, values).map((body) => JSON.parse(body) as T);
  // eslint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what it stored
  const get = <T>(kind: string, room: string, key: string): T | null =>
    find<T>('kind = ? AND room = ? AND key = ?', kind, orderKey(room), orderKey(key))[0] ?? null;
  /** Returns the records of a kind in a room, in the order of their keys, above `after`. */
  const list = <T>(kind: string, room: string, after = ''): T[] =>
    find('kind = ? AND room = ? AND key > ? ORDER BY key', kind, orderKey(room), orderKey(after));
  const put = (kind: string, room: string, key: string, record: object | null): void => {
    const sql = 'INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)';
    database.prepare(sql).run(kind, orderKey(room), orderKey(key), JSON.stringify(record));
  };
  const remove = (room: string, where: string, ...values: SQLInputValue[]): number => {
    const deletion = database.prepare(`DELETE FROM records WHERE room = ? AND ${where}`);
    return Number(deletion.run(orderKey(room), ...values).changes);
  };
  /** Runs `work` as one transaction: of several processes one at a time writes, and what throws writes nothing. */
  const transaction = <T>(work: () => T): T => {
    if (database.isTransaction) return work();
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } finally {
      if (database.isTransaction) database.exec('ROLLBACK');
    }
  };
  /** Replaces a record by what `change` makes of it, and returns that. */
  const update = <T extends object>(at: Parameters<typeof get>, change: (record: T | null) => T): T =>
    transaction(() => {
      const changed = change(get<T>(...at));
      put(...at, changed);
      return changed;
    });
  /** Where the other stores put their records: under a user or a room, as `group`. */
  const table: store.SyncRecordTable = {
    get,
    list: (kind, group, { above, below, limit, descending }) => {
      const where = `kind = ? AND room = ? AND key > ? AND key < ? ORDER BY key ${descending ? 'DESC' : ''}`;
      return find(`${where} LIMIT ?`, kind, ...[group, above, below].map(orderKey), limit);
    },
    write: (entries) =>
      transaction(() => {
        for (const { kind, group, key, record } of entries)
          if (record) put(kind, group, key, record);
          else remove(group, 'kind = ? AND key = ?', kind, orderKey(key));
      }),
  };
  return { find, ids, get, list, put, remove, transaction, update, table, close: () => database.close() };
};

type Records = ReturnType<typeof openRecords>;
type Marker = store.ReadMarker;
/** A message, with the users behind its reactions and its earlier texts, the newest first. */
type MessageRow = StoredMessage & { reactors: Record<string, string[]>; versions: MessageVersion[] };
type IdQuery = Parameters<store.TimelineStore['members']>[1];
const seq = of('seq');
const holds = (field: string): string =>
  `EXISTS (SELECT 1 FROM json_each(body, '$.message.${field}') WHERE value = ?2)`;
const visible = `(${of('to')} IS NULL OR ${of('author.id')} = ?2 OR ${holds('to')})`;
const inRoom = `(${of('threadId')} IS NULL OR ${of('alsoToRoom')})`;
const others = `${of('author.id')} <> ?2 AND ${visible} AND ${inRoom}`;
const current = "body ->> '$.state' IN ('joined', 'invited')";
const byRev = (a: { rev: number }, b: { rev: number }): number => a.rev - b.rev;
const page = <K extends string, T>(name: K, found: T[], limit: number) =>
  ({ [name]: found.slice(0, limit), hasMore: found.length > limit }) as Record<K, T[]> & { hasMore: boolean };

const timeline = (records: Records, epoch: string): store.MaybeSync<store.TimelineStore> => {
  const { find, get, ids, list, put, remove, transaction, update } = records;
  const features = store.featureRecords(records.table);
  const rows = (roomId: string, where: string, ...values: (string | number | null)[]): MessageRow[] =>
    find(`kind = 'message' AND room = ?1 AND ${where}`, orderKey(roomId), ...values);
  const messages = (...query: Parameters<typeof rows>) => rows(...query).map(({ message }) => message);
  const reactors = (roomId: string, messageId: string, emoji: string): string[] =>
    get<MessageRow>('message', roomId, messageId)?.reactors[emoji] ?? [];
  const calls = (where: string, room: string): StoredMessage[] => {
    const sql = `kind = 'message' AND ${where} AND ${of('kind')} = 'call' ORDER BY room`;
    return find<StoredMessage>(sql, room).filter(({ message }) => isOpenCall(message));
  };
  /** The messages that exist for a reader, in the order of their numbers: of the room, of a thread, or all. */
  const walk = (roomId: string, { reader, threadId, unfiltered }: Omit<PageQuery, 'limit'>): store.Walk => {
    const whose = threadId ? `${of('threadId')} = ?3` : `?3 IS NULL AND ${unfiltered ? 'TRUE' : inRoom}`;
    const where = `${whose} AND ${unfiltered ? '?2 IS ?2' : visible} AND ${seq}`;
    const read = (range: string, ...numbers: number[]) =>
      messages(roomId, `${where} ${range}`, reader ?? null, threadId ?? null, ...numbers);
    return {
      down: (...range) => read(`< ?4 AND ${seq} > ?5 ORDER BY ${seq} DESC LIMIT ?6`, ...range),
      up: (...range) => read(`> ?4 ORDER BY ${seq} LIMIT ?5`, ...range),
    };
  };
  /** The data that a decision reads, inside the transaction. */
  const sourceOf = (roomId: string): store.RecordSource => ({
    head: () => get('head', roomId, ''),
    member: (userId) => get('member', roomId, userId),
    joined: () => list<StoredMember>('member', roomId).filter(({ state }) => state === 'joined'),
    message: (messageId) => get('message', roomId, messageId),
    report: (messageId) => get('report', roomId, messageId),
    reacted: (messageId, emoji, userId) => reactors(roomId, messageId, emoji).includes(userId),
    reactors: (messageId, emoji, limit) => reactors(roomId, messageId, emoji).slice(0, limit),
    openCall: () => calls('room = ?', orderKey(roomId))[0] ?? null,
    pinned: () => rows(roomId, `${of('pinnedAt')} IS NOT NULL`).length,
    replies: (threadId, limit) => {
      const where = `${of('threadId')} = ?2 AND ${of('deletedAt')} IS NULL ORDER BY ${seq} DESC LIMIT ?3`;
      return rows(roomId, where, threadId, limit);
    },
    lastSentAt: (userId, since) => {
      const where = `${of('author.id')} = ?2 AND ${of('createdAt')} > ?3 ORDER BY ${of('createdAt')} DESC LIMIT 1`;
      return messages(roomId, where, userId, since)[0]?.createdAt ?? null;
    },
    ...features.view(roomId),
    hasReadMarker: (userId) => get('mark', roomId, userId) !== null,
    isErased: (userId) => get('erasure', '', userId) !== null,
  });
  /** Writes a batch: its records are as they are at its end. */
  const write = (roomId: string, batch: store.BatchResult): void => {
    put('head', roomId, '', batch.head);
    for (const { message, fingerprint } of batch.messages) {
      const { id, deletedAt } = message;
      const before = deletedAt === undefined ? get<MessageRow>('message', roomId, id) : null;
      const users = before?.reactors ?? {};
      for (const { emoji, userId, added } of batch.reactions.filter(({ messageId }) => messageId === id))
        users[emoji] = (users[emoji] ?? []).filter((each) => each !== userId).concat(added ? [userId] : []);
      for (const all of Object.values(users)) all.sort();
      const edits = batch.versions.filter(({ messageId }) => messageId === id).map(({ version }) => version);
      const versions = [...edits.toReversed(), ...(before?.versions ?? [])].slice(0, maxVersions);
      put('message', roomId, id, { message, fingerprint, reactors: users, versions });
    }
    features.save(roomId, batch);
    for (const member of batch.members) put('member', roomId, member.user.id, member);
    for (const report of batch.reports) put('report', roomId, report.messageId, report);
    for (const entry of batch.audit) put('audit', roomId, String(entry.rev), entry);
    for (const userId of batch.involvedUserIds) put('trace', roomId, userId, {});
  };
  const changeMark = (roomId: string, userId: string, change: (mark: Marker) => Marker): Marker | null =>
    transaction(() => {
      const mark = get<Marker>('mark', roomId, userId);
      return mark && update<Marker>(['mark', roomId, userId], () => change(mark));
    });
  const roomsWith = (userId: string, where: string, { after = '', limit }: IdQuery) => {
    const values = [orderKey(userId), orderKey(after)];
    return page('roomIds', ids('room', `key = ? AND room > ? AND ${where}`, ...values), limit);
  };
  const membersOf = (roomId: string, states: string[], { after, limit }: IdQuery) => {
    const all = list<StoredMember>('member', roomId, after).filter(({ state }) => states.includes(state));
    return page('members', all, limit);
  };

  return {
    ...features.pages,
    commit: (roomId, changes) =>
      transaction(() => {
        const batch = store.decideBatch(sourceOf(roomId), changes, epoch);
        if (batch.head !== null) write(roomId, batch);
        return batch.results;
      }),
    head: (roomId) => get('head', roomId, ''),
    heads: (roomIds) => {
      const heads = roomIds.flatMap((roomId) => get<Head>('head', roomId, '') ?? []);
      return heads.map(({ room, rev, epoch: life }) => ({ roomId: room.id, rev, epoch: life }));
    },
    page: (roomId, query) => store.pageBy(walk(roomId, query), query),
    search: (roomId, query) => store.scanMessages(walk(roomId, { unfiltered: true }), query),
    message: (roomId, messageId, reading = {}) => {
      const { message } = get<MessageRow>('message', roomId, messageId) ?? {};
      return message && store.isVisibleTo(message, reading) ? message : null;
    },
    versions: (roomId, messageId) => get<MessageRow>('message', roomId, messageId)?.versions ?? [],
    pinned: (roomId, { after = 0, limit }) => {
      const where = `${of('pinnedAt')} IS NOT NULL AND ${seq} > ?2 ORDER BY ${seq} LIMIT ?3`;
      return page('messages', messages(roomId, where, after, limit + 1), limit);
    },
    changes: (roomId, since, limit, reading = {}) =>
      transaction(() => {
        const head = get<Head>('head', roomId, '');
        const all = messages(roomId, `${of('rev')} > ?2 ORDER BY ${of('rev')} LIMIT ?3`, since, limit + 1);
        const members = list<StoredMember>('member', roomId).filter(({ rev }) => rev > since);
        if (head === null || all.length + members.length > limit) return null;
        const shown = all.filter((message) => store.isVisibleTo(message, reading));
        return { head, messages: shown, members: members.sort(byRev), room: head.roomRev > since };
      }),
    member: (roomId, userId) => get('member', roomId, userId),
    members: (roomId, query) => membersOf(roomId, ['joined', 'invited'], query),
    banned: (roomId, query) => membersOf(roomId, ['banned'], query),
    reports: (roomId, { after = 0, limit }) => {
      const above = list<StoredReport>('report', roomId).filter(({ rev }) => rev > after);
      return page('reports', above.filter(({ state }) => state === 'open').sort(byRev), limit);
    },
    audit: (roomId, { before = Infinity, limit }) => {
      const all = list<AuditEntry>('audit', roomId).filter(({ rev }) => rev < before);
      return page('entries', all.sort(byRev).toReversed(), limit);
    },
    reacted: (roomId, userId, reactions) =>
      reactions.map(({ messageId, emoji }) => reactors(roomId, messageId, emoji).includes(userId)),
    reactors: (roomId, { messageId, emoji }, { after = '', limit }) => {
      const users = reactors(roomId, messageId, emoji).filter((userId) => userId > after);
      return page('userIds', users, limit);
    },
    readMarker: (roomId, userId, first) =>
      update<Marker>(['mark', roomId, userId], (mark) => mark ?? store.newReadMarker(first)),
    markRead: (roomId, userId, to, { at, turn }) =>
      changeMark(roomId, userId, (mark) => store.raiseReadMarker(mark, to, at, turn)),
    markUnread: (roomId, userId, to) => changeMark(roomId, userId, (mark) => store.lowerReadMarker(mark, to)),
    markDelivered: (roomId, delivered) =>
      transaction(() => {
        for (const each of delivered)
          changeMark(roomId, each.userId, (mark) => store.raiseDeliveredSeq(mark, each.seq));
      }),
    readMarkers: (roomId, { after = '', limit }) => {
      const userIds = ids('key', "kind = 'mark' AND room = ? AND key > ?", orderKey(roomId), orderKey(after));
      const marks = list<Marker>('mark', roomId, after);
      const seen = marks.map((mark, at) => store.toPublicReadMarker({ userId: userIds[at] ?? '', ...mark }));
      return page('readMarkers', seen, limit);
    },
    unread: (roomId, userId, after, cap, { seq: to, rev } = store.latestCounters) => {
      const stood = `(${of('deletedAt')} IS NULL OR ${of('rev')} > ?3) AND ${seq} > ?4 AND ${seq} <= ?5`;
      return rows(roomId, `${others} AND ${stood} LIMIT ?6`, userId, rev, after, to, cap).length;
    },
    mentions: (roomId, userId, after, limit) => {
      const mentioned = `(${of('mentionsAll')} OR ${holds('mentions')}) AND ${of('deletedAt')} IS NULL`;
      const where = `${others} AND ${mentioned} AND ${seq} > ?3 ORDER BY ${seq} LIMIT ?4`;
      return messages(roomId, where, userId, after, limit).map((message) => message.seq);
    },
    roomsOf: (userId, query) => roomsWith(userId, `(kind = 'mark' OR kind = 'member' AND ${current})`, query),
    openCalls: ({ after = '', limit }) => {
      const all = calls('room > ?', orderKey(after)).map(({ message }) => message);
      return page('messages', all, limit);
    },
    prune: (roomId, before) =>
      transaction(() => {
        remove(roomId, "kind = 'report' AND body ->> '$.createdAt' < ?", before);
        features.forgetMessages(roomId, messages(roomId, `${of('createdAt')} < ?2`, before));
        return remove(roomId, `kind = 'message' AND ${of('createdAt')} < ?`, before);
      }),
    roomsWithDataOf: (userId, query) => roomsWith(userId, "kind IN ('mark', 'trace')", query),
    messagesBy: (roomId, userId, { after = 0, limit }) => {
      const where = `${of('author.id')} = ?2 AND ${seq} > ?3 ORDER BY ${seq} LIMIT ?4`;
      return page('messages', messages(roomId, where, userId, after, limit + 1), limit);
    },
    reactionsBy: (roomId, userId, { after, limit }) => {
      const next = after ? `${after.messageId} ${after.emoji}` : '';
      const all = list<MessageRow>('message', roomId).flatMap(({ message, reactors: users }) => {
        const given = Object.keys(users).filter((emoji) => users[emoji]?.includes(userId));
        return given.sort().map((emoji) => ({ messageId: message.id, emoji }));
      });
      const later = all.filter(({ messageId, emoji }) => `${messageId} ${emoji}` > next);
      return page('reactions', later, limit);
    },
    anonymize: (roomId, userId) =>
      transaction(() => {
        remove(roomId, "kind IN ('mark', 'trace') AND key = ?", orderKey(userId));
        for (const entry of list<AuditEntry>('audit', roomId))
          put('audit', roomId, String(entry.rev), store.anonymizeAuditEntry(entry, userId));
        for (const report of list<StoredReport>('report', roomId))
          put('report', roomId, report.messageId, store.anonymizeReport(report, userId));
      }),
    beginErasure: (userId, at) => update(['erasure', '', userId], (begun) => begun ?? { userId, at }),
    erasure: (userId) => get('erasure', '', userId),
    erasures: (limit) => find("kind = 'erasure' AND body ->> '$.doneAt' IS NULL ORDER BY key LIMIT ?", limit),
    finishErasure: (userId, doneAt) =>
      void update<Erasure>(['erasure', '', userId], (begun) => ({ at: doneAt, ...begun, userId, doneAt })),
  };
};

export const openStorage = (file: string): store.ChatStorage => {
  const records = openRecords(file);
  const made = { epoch: randomUUID() };
  const { epoch } = records.update<typeof made>(['epoch', '', ''], (before) => before ?? made);
  return store.createStorage({ timeline: timeline(records, epoch), ...records });
};
