import type { OwnRoom, OwnUser, SourceRecord, SourceRoom, SourceUser } from './source.ts';
import { createImportedIds } from './imported-ids.ts';
import type { ImportReport } from './report.ts';
import { openSpool, type Spool } from './spool.ts';
import type { ImportTarget } from './target.ts';
import { createTranslate, type Translate } from './translate.ts';
import { writeRoom } from './write-room.ts';

export interface ImportOptions {
  records: AsyncIterable<SourceRecord> | Iterable<SourceRecord>;
  target: ImportTarget;
  report: ImportReport;
  /** Begins the ids of rooms and users. */
  prefix: string;
  /** Ids that users have here, by their ids, e-mail addresses and names in the source. */
  userIds?: ReadonlyMap<string, string>;
  keepsPublic?: boolean;
  maxTextLength: number;
  /** Where the temporary file goes. */
  temporaryFolder?: string | undefined;
  onProgress?: (progress: ImportProgress) => void;
}

/** `total` is unknown while the export is being read. */
export interface ImportProgress {
  messages: number;
  total?: number;
}

interface Contents {
  users: Map<string, SourceUser | OwnUser>;
  rooms: Map<string, SourceRoom | OwnRoom>;
  messages: number;
}

/** Rooms that are written at the same time: a database commits them together. */
const roomsAtOnce = 4;
const messagesPerReport = 10_000;

/**
 * Reads an export and writes it into a target. What is there already stays as it is, so an import that was
 * interrupted goes on when it is repeated.
 */
export const runImport = async (options: ImportOptions): Promise<void> => {
  const spool = openSpool(options.temporaryFolder);
  try {
    const contents = await readAll(options, spool);
    spool.sort();
    await writeAll(options, spool, contents);
  } finally {
    spool.close();
  }
};

const readAll = async ({ records, report, onProgress }: ImportOptions, spool: Spool): Promise<Contents> => {
  const users = new Map<string, SourceUser | OwnUser>();
  const rooms = new Map<string, SourceRoom | OwnRoom>();
  /** Users who are only known by what they did. */
  const seen = new Map<string, string | undefined>();
  let messages = 0;
  const take = (record: SourceRecord): void => {
    if (record.type === 'user') users.set(record.user.id, record.user);
    else if (record.type === 'room') rooms.set(record.room.id, record.room);
    else if (record.type === 'member') {
      spool.addMember(record.member);
      if (!('own' in record.member)) see(record.member.userId);
    } else if (record.type === 'marker') spool.addMarker(record.marker);
    else if (record.type === 'reaction') {
      spool.addReaction(record.messageId, record.emoji, record.userId);
      see(record.userId);
    } else if (record.type === 'edit') spool.addEdit(record.messageId, record.at, record.text);
    else if (record.type === 'skipped') report.note('lost', record.reason, record.what);
    else {
      const { message } = record;
      spool.addMessage(message);
      messages += 1;
      if (messages % messagesPerReport === 0) onProgress?.({ messages });
      if ('own' in message) return;
      see(message.author ?? 'unknown', message.authorName);
      for (const { userIds } of message.reactions ?? []) for (const userId of userIds) see(userId);
    }
  };
  const see = (userId: string, name?: string): void => {
    if (!seen.has(userId) || (name !== undefined && seen.get(userId) === undefined)) seen.set(userId, name);
  };
  for await (const record of records) take(record);
  for (const [id, name] of seen) {
    if (users.has(id)) continue;
    report.note('changed', 'users whom the export does not describe are known by their messages alone', id);
    users.set(id, { id, name: name ?? '' });
  }
  return { users, rooms, messages };
};

const writeAll = async (options: ImportOptions, spool: Spool, contents: Contents): Promise<void> => {
  const { target, report, prefix, keepsPublic = false, maxTextLength, onProgress } = options;
  const { users, rooms, messages: total } = contents;
  const ids = createImportedIds(prefix, idsOfUsers(users, options.userIds ?? new Map()));
  const translate = createTranslate({ ids, report, spool, users, prefix, keepsPublic, maxTextLength });
  await writeUsers([...users.values()], options, translate);
  let messages = 0;
  const onMessages = (count: number): void => {
    messages += count;
    onProgress?.({ messages, total });
  };
  const deps = { spool, translate, target, report, fileIdOf: ids.file, onMessages };
  for (const id of spool.rooms()) if (!rooms.has(id)) rooms.set(id, nameless(id, report));
  const waiting = rooms.values();
  const writeSome = async (): Promise<void> => {
    for (const room of waiting) await writeRoom(room, deps);
  };
  await Promise.all(Array.from({ length: roomsAtOnce }, writeSome));
};

const nameless = (id: string, report: ImportReport): SourceRoom => {
  report.note('changed', 'rooms that the export does not describe have their id as title', id);
  return { id, type: 'private', title: id };
};

const writeUsers = async (
  all: readonly (SourceUser | OwnUser)[],
  { target, report }: ImportOptions,
  translate: Translate,
): Promise<void> => {
  // Two users of the source may be one user here.
  const users = [
    ...new Map(all.map((each) => [translate.user(each).user.id, translate.user(each)])).values(),
  ];
  const outcomes = await target.addUsers(users);
  outcomes.forEach((outcome, index) => {
    if (typeof outcome === 'string') report.count('users', outcome === 'added');
    else report.note('lost', 'data of users who were erased here', users[index]?.user.name ?? '');
  });
};

/** Returns the ids that users have here by their ids in the source. */
const idsOfUsers = (
  users: ReadonlyMap<string, SourceUser | OwnUser>,
  table: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const user of users.values()) {
    if ('own' in user) continue;
    const { id, email, username } = user;
    const target = table.get(id) ?? table.get(email?.toLowerCase() ?? '') ?? table.get(username ?? '');
    if (target !== undefined) found.set(id, target);
  }
  return found;
};
