import { messageColumns } from './message-row.ts';

const key = '(SELECT key FROM timelines WHERE room_id = ?)';
const file = 'counted, due_at AS dueAt, body';
const seen = 'seen_seq AS seenSeq, seen_at AS seenAt, max(delivered_seq, seen_seq) AS deliveredSeq';
const mark = `joined_at AS joinedAt, joined_seq AS joinedSeq, read_seq AS readSeq, turn, ${seen}`;
const erasure = 'user_id AS key, at, done_at AS doneAt';
const message = messageColumns();
/** Not deleted as of a revision. */
const stood = '(deleted = 0 OR rev > ?)';

// The id of a pruned message may have been reused.
const isOpen = `coalesce(body ->> '$.call.state', body ->> '$.groupCall.state') IN ('ringing', 'active')`;

const forReader = `private_readers JOIN private_messages USING (room, seq)
    WHERE room = ${key} AND reader = ?`;

const threadIn = (table: string): string =>
  `SELECT ${message} FROM ${table} INDEXED BY ${table}_thread WHERE room = ${key} AND thread = ?`;
const threadDown = (table: string): string =>
  `${threadIn(table)} AND seq < ? AND seq > ? ORDER BY seq DESC LIMIT ?`;
const threadUp = (table: string): string => `${threadIn(table)} AND seq > ? ORDER BY seq LIMIT ?`;

/** All statements that read, by name; a test checks that each uses an index. */
export const readQueries = {
  head: 'SELECT key, seq, rev, room_rev AS roomRev, room, invite_links AS inviteLinks FROM timelines WHERE room_id = ?',
  down: `SELECT ${message} FROM messages WHERE room = ${key} AND seq < ? AND seq > ? AND aside = 0 ORDER BY seq DESC LIMIT ?`,
  up: `SELECT ${message} FROM messages WHERE room = ${key} AND seq > ? AND aside = 0 ORDER BY seq LIMIT ?`,
  openDown: `SELECT ${message} FROM messages WHERE room = ${key} AND seq < ? AND seq > ? ORDER BY seq DESC LIMIT ?`,
  openUp: `SELECT ${message} FROM messages WHERE room = ${key} AND seq > ? ORDER BY seq LIMIT ?`,
  threadDown: threadDown('messages'),
  threadUp: threadUp('messages'),
  privateThreadDown: threadDown('private_messages'),
  privateThreadUp: threadUp('private_messages'),
  message: `SELECT ${message} FROM messages WHERE room = ${key} AND id = ?`,
  versions: `SELECT body FROM versions WHERE room = ${key} AND message = ? ORDER BY rev DESC`,
  pinned: `SELECT ${message} FROM messages INDEXED BY messages_pinned
    WHERE room = ${key} AND seq > ? AND pinned = 1 ORDER BY seq LIMIT ?`,
  changedMessages: `SELECT ${message} FROM messages WHERE room = ${key} AND rev > ? ORDER BY rev LIMIT ?`,
  privateDown: `SELECT ${message} FROM ${forReader} AND seq < ? AND seq > ? AND aside = 0 ORDER BY seq DESC LIMIT ?`,
  privateUp: `SELECT ${message} FROM ${forReader} AND seq > ? AND aside = 0 ORDER BY seq LIMIT ?`,
  allPrivateDown: `SELECT ${message} FROM private_messages WHERE room = ${key} AND seq < ? AND seq > ? ORDER BY seq DESC LIMIT ?`,
  allPrivateUp: `SELECT ${message} FROM private_messages WHERE room = ${key} AND seq > ? ORDER BY seq LIMIT ?`,
  privateMessage: `SELECT ${message} FROM private_messages WHERE room = ${key} AND id = ?`,
  changedPrivate: `SELECT ${message} FROM private_messages WHERE room = ${key} AND rev > ? ORDER BY rev LIMIT ?`,
  privateUnread: `SELECT count(*) AS count FROM (
      SELECT 1 FROM ${forReader} AND seq > ? AND seq <= ? AND author <> ? AND ${stood} AND aside = 0 LIMIT ?
    )`,
  changedMembers: 'SELECT body FROM members WHERE room_id = ? AND rev > ? ORDER BY rev LIMIT ?',
  member: 'SELECT body FROM members WHERE room_id = ? AND user_id = ?',
  banned: `SELECT body FROM members INDEXED BY members_banned
    WHERE room_id = ? AND user_id > ? AND state = 'banned' ORDER BY user_id LIMIT ?`,
  reports: `SELECT body FROM reports INDEXED BY reports_open
    WHERE room = ${key} AND rev > ? AND open = 1 ORDER BY rev LIMIT ?`,
  audit: `SELECT body FROM audit WHERE room = ${key} AND rev < ? ORDER BY rev DESC LIMIT ?`,
  members: `SELECT body FROM members INDEXED BY members_here
    WHERE room_id = ? AND user_id > ? AND state IN ('joined', 'invited') ORDER BY user_id LIMIT ?`,
  unread: `SELECT count(*) AS count FROM (
      SELECT 1 FROM messages WHERE room = ${key} AND seq > ? AND seq <= ? AND author <> ? AND ${stood} AND aside = 0 LIMIT ?
    )`,
  mentions: `SELECT seq FROM mentions WHERE room = ${key.replace('?', '?1')} AND user_id = ?2 AND seq > ?3 AND author <> ?2
    UNION SELECT seq FROM mentions WHERE room = ${key.replace('?', '?1')} AND user_id = '' AND seq > ?3 AND author <> ?2
    ORDER BY 1 LIMIT ?4`,
  reacted: `SELECT 1 FROM reactions WHERE room = ${key} AND message = ? AND emoji = ? AND user_id = ?`,
  reactors: `SELECT user_id AS key FROM reactions WHERE room = ${key} AND message = ? AND emoji = ? AND user_id > ?
    ORDER BY user_id LIMIT ?`,
  openCalls: `SELECT room_id AS roomKey, ${messageColumns('messages')} FROM open_calls JOIN timelines USING (room_id)
      JOIN messages ON messages.room = timelines.key AND messages.id = open_calls.message_id
    WHERE open_calls.room_id > ? AND ${isOpen} ORDER BY open_calls.room_id LIMIT ?`,
  mark: `SELECT ${mark} FROM marks WHERE user_id = ? AND room_id = ?`,
  marks: `SELECT user_id AS key, ${seen} FROM marks WHERE room_id = ? AND user_id > ? ORDER BY user_id LIMIT ?`,
  roomsOf: `SELECT room_id AS key FROM members WHERE user_id = ?1 AND room_id > ?2 AND state IN ('joined', 'invited')
    UNION SELECT room_id FROM marks WHERE user_id = ?1 AND room_id > ?2
    ORDER BY 1 LIMIT ?3`,
  traces: `SELECT room_id AS key FROM traces WHERE user_id = ?1 AND room_id > ?2
    UNION SELECT room_id FROM marks WHERE user_id = ?1 AND room_id > ?2
    ORDER BY 1 LIMIT ?3`,
  // Reads one range of the room at a time: an index by author would cost another page per message.
  authored: `SELECT ${message} FROM messages WHERE room = ${key} AND seq > ? AND seq <= ? AND author = ? ORDER BY seq LIMIT ?`,
  authoredPrivately: `SELECT ${message} FROM ${forReader} AND seq > ? AND author = ? ORDER BY seq LIMIT ?`,
  reactionsOf: `SELECT message AS messageId, emoji FROM reactions INDEXED BY reactions_user
    WHERE room = ${key} AND user_id = ? AND (message, emoji) > (?, ?) ORDER BY message, emoji LIMIT ?`,
  record: `SELECT body FROM records WHERE room = ${key} AND kind = ? AND key = ?`,
  records: `SELECT body FROM records WHERE room = ${key} AND kind = ? AND key > ? AND key < ? ORDER BY key LIMIT ?`,
  lastRecords: `SELECT body FROM records WHERE room = ${key} AND kind = ? AND key > ? AND key < ? ORDER BY key DESC LIMIT ?`,
  dueRecords: `SELECT room_id AS roomKey, body FROM records INDEXED BY records_due JOIN timelines ON timelines.key = records.room
    WHERE kind = ? AND due_at <= ? ORDER BY due_at LIMIT ?`,
  recordsOf: `SELECT body FROM records INDEXED BY records_user
    WHERE room = ${key} AND user_id = ? AND (kind, key) > (?, ?) ORDER BY kind, key LIMIT ?`,
  erasure: `SELECT ${erasure} FROM erasures WHERE user_id = ?`,
  erasures: `SELECT ${erasure} FROM erasures INDEXED BY erasures_open
    WHERE done_at IS NULL AND user_id > '' LIMIT ?`,
  wishes: 'SELECT body FROM wishes WHERE user_id = ? AND room_id = ?',
  room: 'SELECT body FROM rooms WHERE room_id = ?',
  rooms: 'SELECT body FROM rooms WHERE room_id > ? ORDER BY room_id LIMIT ?',
  roomsStarting: 'SELECT body FROM rooms WHERE start_key > ? AND start_key < ? ORDER BY start_key LIMIT ?',
  user: 'SELECT body, last_seen_at AS lastSeenAt FROM users WHERE user_id = ?',
  nameWords: `SELECT word, body FROM name_words CROSS JOIN users USING (user_id)
    WHERE (word, user_id) > (?, ?) AND word < ? ORDER BY word, user_id LIMIT ?`,
  profile: 'SELECT body FROM profiles WHERE user_id = ?',
  file: `SELECT ${file} FROM files WHERE file_id = ?`,
  // Totals of rooms begin with r.
  filesTotal: "SELECT COALESCE(SUM(bytes), 0) AS bytes FROM file_totals WHERE owner >= 'r' AND owner < 's'",
  fileTotal: 'SELECT bytes FROM file_totals WHERE owner = ?',
  filesOfMessage: `SELECT ${file} FROM files WHERE room_id = ? AND message_id = ? ORDER BY file_id`,
  filesSent: `SELECT ${file} FROM files INDEXED BY files_sent
    WHERE room_id = ? AND file_id < ? AND message_id IS NOT NULL ORDER BY file_id DESC LIMIT ?`,
  filesOfKind: `SELECT ${file} FROM files INDEXED BY files_kind
    WHERE room_id = ? AND kind = ? AND file_id < ? AND message_id IS NOT NULL ORDER BY file_id DESC LIMIT ?`,
  filesOfUser: `SELECT ${file} FROM files WHERE user_id = ? AND file_id < ? ORDER BY file_id DESC LIMIT ?`,
  filesDue: `SELECT ${file} FROM files WHERE due_at <= ? ORDER BY due_at LIMIT ?`,
} as const;

const pruneFrom = (table: string): string =>
  `DELETE FROM ${table} WHERE (room, seq) IN (
      SELECT room, seq FROM ${table} WHERE room = ${key} AND created_at < ? LIMIT ?
    )`;
const repliesIn = (table: string): string =>
  `SELECT ${message}, fingerprint FROM ${table} INDEXED BY ${table}_thread
    WHERE room = ? AND thread = ? AND deleted = 0 ORDER BY seq DESC LIMIT ?`;
const lastSentIn = (table: string): string =>
  `SELECT created_at AS at FROM ${table} INDEXED BY ${table}_created
    WHERE room = ? AND created_at > ? AND author = ? ORDER BY created_at DESC LIMIT 1`;

/** All statements that run in a writing transaction. */
export const writeQueries = {
  // An id belongs to one message, private or not.
  storedMessage: `SELECT ${message}, fingerprint FROM messages WHERE room = ?1 AND id = ?2
    UNION ALL SELECT ${message}, fingerprint FROM private_messages WHERE room = ?1 AND id = ?2`,
  pinnedCount: `SELECT count(*) AS count FROM messages INDEXED BY messages_pinned WHERE room = ? AND pinned = 1`,
  openCall: `SELECT ${message}, fingerprint FROM open_calls
      JOIN messages ON messages.room = ?1 AND messages.id = open_calls.message_id
    WHERE open_calls.room_id = ?2 AND ${isOpen}`,
  addOpenCall: `INSERT INTO open_calls (room_id, message_id) VALUES (?, ?)
    ON CONFLICT (room_id) DO UPDATE SET message_id = excluded.message_id`,
  removeOpenCall: 'DELETE FROM open_calls WHERE room_id = ? AND message_id = ?',
  storedReport: 'SELECT body FROM reports WHERE room = ? AND message_id = ?',
  joined: `SELECT body FROM members INDEXED BY members_here
    WHERE room_id = ? AND state IN ('joined', 'invited')`,
  // By time, since slow mode only asks about the last seconds: an index by author would cost another page per
  // message.
  lastSentAt: lastSentIn('messages'),
  lastSentPrivately: lastSentIn('private_messages'),
  replies: repliesIn('messages'),
  privateReplies: repliesIn('private_messages'),
  addTimeline:
    'INSERT INTO timelines (room_id, seq, rev, room_rev, room, invite_links) VALUES (?, ?, ?, ?, ?, ?) RETURNING key',
  setCounters: 'UPDATE timelines SET seq = ?, rev = ? WHERE key = ?',
  setTimeline:
    'UPDATE timelines SET seq = ?, rev = ?, room_rev = ?, room = ?, invite_links = ? WHERE key = ?',
  // Separate from updates: an upsert would check every trigger that an update could fire.
  addMessage: `INSERT INTO messages (room, seq, rev, id, author, created_at, deleted, fingerprint, body, pinned, thread, aside)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  changeMessage: `UPDATE messages SET rev = ?, author = ?, deleted = ?, body = ?, pinned = ? WHERE room = ? AND seq = ?`,
  putPrivate: `INSERT INTO private_messages (room, seq, rev, id, author, created_at, deleted, fingerprint, body, thread, aside)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (room, seq)
    DO UPDATE SET rev = excluded.rev, author = excluded.author, deleted = excluded.deleted, body = excluded.body`,
  addReader: 'INSERT INTO private_readers (room, reader, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  addMention: 'INSERT INTO mentions (room, user_id, seq, author) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  removeMentions: 'DELETE FROM mentions WHERE room = ? AND seq = ?',
  addReaction: `INSERT INTO reactions (room, message, emoji, user_id) VALUES (?, ?, ?, ?)
    ON CONFLICT (room, message, emoji, user_id) DO NOTHING`,
  removeReaction: 'DELETE FROM reactions WHERE room = ? AND message = ? AND emoji = ? AND user_id = ?',
  addVersion: 'INSERT INTO versions (room, message, rev, body) VALUES (?, ?, ?, ?)',
  trimVersions: `DELETE FROM versions WHERE room = ?1 AND message = ?2 AND rev <= (
      SELECT rev FROM versions WHERE room = ?1 AND message = ?2 ORDER BY rev DESC LIMIT 1 OFFSET ?3
    )`,
  putRecord: `INSERT INTO records (room, kind, key, user_id, message, due_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (room, kind, key) DO UPDATE SET user_id = excluded.user_id, message = excluded.message,
      due_at = excluded.due_at, body = excluded.body`,
  removeRecord: 'DELETE FROM records WHERE room = ? AND kind = ? AND key = ?',
  putMember: `INSERT INTO members (room_id, user_id, state, rev, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (room_id, user_id)
    DO UPDATE SET state = excluded.state, rev = excluded.rev, body = excluded.body`,
  putReport: `INSERT INTO reports (room, message_id, rev, open, created_at, body) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (room, message_id) DO UPDATE SET rev = excluded.rev, open = excluded.open, body = excluded.body`,
  addAudit: 'INSERT INTO audit (room, rev, body) VALUES (?, ?, ?)',
  addMark: `INSERT INTO marks (user_id, room_id, joined_at, joined_seq, read_seq, seen_seq) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
    ON CONFLICT (user_id, room_id) DO NOTHING`,
  raiseMark: `UPDATE marks SET read_seq = ?3, seen_at = iif(seen_seq < ?3, ?4, seen_at), seen_seq = max(seen_seq, ?3)
    WHERE user_id = ?1 AND room_id = ?2 AND read_seq < ?3 AND turn <= ?5`,
  takeMarkBack:
    'UPDATE marks SET read_seq = min(read_seq, ?3), turn = turn + 1 WHERE user_id = ?1 AND room_id = ?2',
  raiseDelivered:
    'UPDATE marks SET delivered_seq = ?3 WHERE user_id = ?1 AND room_id = ?2 AND delivered_seq < ?3',
  addTrace: 'INSERT INTO traces (user_id, room_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  forgetTrace: 'DELETE FROM traces WHERE user_id = ? AND room_id = ?',
  forgetMark: 'DELETE FROM marks WHERE user_id = ? AND room_id = ?',
  forgetReader: `DELETE FROM private_readers WHERE room = ${key} AND reader = ?`,
  auditAfter: `SELECT rev AS position, body FROM audit WHERE room = ${key} AND rev > ? ORDER BY rev LIMIT ?`,
  putAudit: `UPDATE audit SET body = ? WHERE room = ${key} AND rev = ?`,
  reportsAfter: `SELECT message_id AS position, body FROM reports WHERE room = ${key} AND message_id > ? ORDER BY message_id LIMIT ?`,
  setReport: `UPDATE reports SET body = ? WHERE room = ${key} AND message_id = ?`,
  erase: 'INSERT INTO erasures (user_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
  erased: 'UPDATE erasures SET done_at = ? WHERE user_id = ?',
  forgetUser: 'DELETE FROM users WHERE user_id = ?',
  forgetWishes: 'DELETE FROM wishes WHERE user_id = ?',
  forgetTotal: 'DELETE FROM file_totals WHERE owner = ? AND bytes <= 0',
  prune: pruneFrom('messages'),
  prunePrivate: pruneFrom('private_messages'),
  pruneReports: `DELETE FROM reports WHERE room = ${key} AND created_at < ?`,
  putRoom: `INSERT INTO rooms (room_id, body, start_key) VALUES (?, ?, ?)
     ON CONFLICT (room_id) DO UPDATE SET body = excluded.body, start_key = excluded.start_key`,
  putUser: `INSERT INTO users (user_id, last_seen_at, body) VALUES (?, ?, ?) ON CONFLICT (user_id)
    DO UPDATE SET body = excluded.body, last_seen_at = coalesce(excluded.last_seen_at, last_seen_at)`,
  addNameWord: 'INSERT INTO name_words (word, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  removeNameWords: 'DELETE FROM name_words WHERE user_id = ?',
  forgetProfile: 'DELETE FROM profiles WHERE user_id = ?',
  putProfile: `INSERT INTO profiles (user_id, body) VALUES (?, ?) ON CONFLICT (user_id)
    DO UPDATE SET body = excluded.body`,
  putWishes: `INSERT INTO wishes (user_id, room_id, body) VALUES (?, ?, ?) ON CONFLICT (user_id, room_id)
    DO UPDATE SET body = excluded.body`,
  addSetting: 'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING',
  setting: 'SELECT value FROM settings WHERE key = ?',
  addFile: `INSERT INTO files (file_id, room_id, user_id, kind, counted, due_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  addToTotal: `INSERT INTO file_totals (owner, bytes) VALUES (?, ?)
    ON CONFLICT (owner) DO UPDATE SET bytes = bytes + excluded.bytes`,
  bindFile: 'UPDATE files SET message_id = ?, body = ? WHERE file_id = ?',
  setFileDue: 'UPDATE files SET due_at = ? WHERE file_id = ?',
  removeFile: 'DELETE FROM files WHERE file_id = ?',
} as const;
