/** Identifies the file as this package's in the SQLite header: 'chat' in ASCII. */
export const applicationId = 0x63686174;

/**
 * The migrations to each version of the file; `user_version` counts them. Never edit one that was released.
 * Ids of rooms and users are stored as `orderKey` returns them, records as JSON, next to the columns that
 * queries need.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

   CREATE TABLE timelines (
     key INTEGER PRIMARY KEY,
     room_id TEXT NOT NULL UNIQUE,
     seq INTEGER NOT NULL,
     rev INTEGER NOT NULL,
     room_rev INTEGER NOT NULL,
     room TEXT NOT NULL
   ) STRICT;

   -- Clustered by room and seq, so that a page is read in one stretch; the body comes last, so that counting skips it.
   CREATE TABLE messages (
     room INTEGER NOT NULL REFERENCES timelines (key),
     seq INTEGER NOT NULL,
     rev INTEGER NOT NULL,
     id TEXT NOT NULL,
     author TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     deleted INTEGER NOT NULL,
     fingerprint INTEGER NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (room, seq)
   ) STRICT, WITHOUT ROWID;
   CREATE UNIQUE INDEX messages_id ON messages (room, id);
   CREATE INDEX messages_rev ON messages (room, rev);
   CREATE INDEX messages_author ON messages (room, author, seq);
   CREATE INDEX messages_created ON messages (room, created_at);

   CREATE TABLE members (
     room_id TEXT NOT NULL,
     user_id TEXT NOT NULL,
     state TEXT NOT NULL,
     rev INTEGER NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (room_id, user_id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX members_rev ON members (room_id, rev);
   CREATE INDEX members_joined ON members (room_id, user_id) WHERE state = 'joined';
   CREATE INDEX members_rooms ON members (user_id, room_id) WHERE state = 'joined';

   CREATE TABLE marks (
     user_id TEXT NOT NULL,
     room_id TEXT NOT NULL,
     joined_at INTEGER NOT NULL,
     joined_seq INTEGER NOT NULL,
     read_seq INTEGER NOT NULL,
     PRIMARY KEY (user_id, room_id)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE rooms (room_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE users (user_id TEXT PRIMARY KEY, last_seen_at INTEGER, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;`,

  // An index by author cost one more page write per commit.
  'DROP INDEX messages_author;',

  // Private messages have their own tables, so that other queries never walk past them. Numbers and ids are
  // unique in the room all the same. `private_readers` lists the readers of each, its author included.
  `CREATE TABLE private_messages (
     room INTEGER NOT NULL REFERENCES timelines (key),
     seq INTEGER NOT NULL,
     rev INTEGER NOT NULL,
     id TEXT NOT NULL,
     author TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     deleted INTEGER NOT NULL,
     fingerprint INTEGER NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (room, seq)
   ) STRICT, WITHOUT ROWID;
   CREATE UNIQUE INDEX private_messages_id ON private_messages (room, id);
   CREATE INDEX private_messages_rev ON private_messages (room, rev);
   CREATE INDEX private_messages_created ON private_messages (room, created_at);

   CREATE TABLE private_readers (
     room INTEGER NOT NULL,
     reader TEXT NOT NULL,
     seq INTEGER NOT NULL,
     PRIMARY KEY (room, reader, seq),
     FOREIGN KEY (room, seq) REFERENCES private_messages (room, seq) ON DELETE CASCADE
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX private_readers_seq ON private_readers (room, seq);`,

  `CREATE INDEX members_banned ON members (room_id, user_id) WHERE state = 'banned';

   CREATE TABLE reports (
     room INTEGER NOT NULL REFERENCES timelines (key),
     message_id TEXT NOT NULL,
     rev INTEGER NOT NULL,
     open INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (room, message_id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX reports_open ON reports (room, rev) WHERE open = 1;
   CREATE INDEX reports_created ON reports (room, created_at);

   CREATE TABLE audit (
     room INTEGER NOT NULL REFERENCES timelines (key),
     rev INTEGER NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (room, rev)
   ) STRICT, WITHOUT ROWID;`,
  // The users behind a message's reactions. Their rows are deleted with the message.
  `CREATE TABLE reactions (
     room INTEGER NOT NULL,
     message TEXT NOT NULL,
     emoji TEXT NOT NULL,
     user_id TEXT NOT NULL,
     PRIMARY KEY (room, message, emoji, user_id)
   ) STRICT, WITHOUT ROWID;
   CREATE TRIGGER reactions_forgotten AFTER DELETE ON messages
   BEGIN DELETE FROM reactions WHERE room = old.room AND message = old.id; END;
   CREATE TRIGGER reactions_deleted AFTER UPDATE OF deleted ON messages WHEN new.deleted = 1
   BEGIN DELETE FROM reactions WHERE room = new.room AND message = new.id; END;
   CREATE TRIGGER private_reactions_forgotten AFTER DELETE ON private_messages
   BEGIN DELETE FROM reactions WHERE room = old.room AND message = old.id; END;
   CREATE TRIGGER private_reactions_deleted AFTER UPDATE OF deleted ON private_messages WHEN new.deleted = 1
   BEGIN DELETE FROM reactions WHERE room = new.room AND message = new.id; END;`,

  `CREATE TABLE files (
     file_id TEXT PRIMARY KEY,
     room_id TEXT NOT NULL,
     user_id TEXT NOT NULL,
     message_id TEXT,
     kind TEXT NOT NULL,
     counted INTEGER NOT NULL,
     due_at INTEGER,
     body TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX files_sent ON files (room_id, file_id) WHERE message_id IS NOT NULL;
   CREATE INDEX files_kind ON files (room_id, kind, file_id) WHERE message_id IS NOT NULL;
   CREATE INDEX files_message ON files (room_id, message_id) WHERE message_id IS NOT NULL;
   CREATE INDEX files_user ON files (user_id, file_id);
   CREATE INDEX files_due ON files (due_at) WHERE due_at IS NOT NULL;

   -- What files count, by user ('u' before their id) and by room ('r').
   CREATE TABLE file_totals (owner TEXT PRIMARY KEY, bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,

  // Invited users are listed with joined members, and find the room among theirs.
  `DROP INDEX members_joined;
   DROP INDEX members_rooms;
   CREATE INDEX members_here ON members (room_id, user_id) WHERE state IN ('joined', 'invited');
   CREATE INDEX members_rooms ON members (user_id, room_id) WHERE state IN ('joined', 'invited');

   CREATE TABLE wishes (
     user_id TEXT NOT NULL,
     room_id TEXT NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (user_id, room_id)
   ) STRICT, WITHOUT ROWID;`,

  // Only a user's first visit writes to it; reading does not move it.
  'CREATE INDEX marks_room ON marks (room_id, user_id);',

  `CREATE TABLE notification_settings (user_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE push_subscriptions (
     endpoint TEXT PRIMARY KEY,
     user_id TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     body TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX push_subscriptions_user ON push_subscriptions (user_id, created_at);
   CREATE TABLE followers (
     room_id TEXT NOT NULL,
     user_id TEXT NOT NULL,
     PRIMARY KEY (room_id, user_id)
   ) STRICT, WITHOUT ROWID;`,

  // Few messages are pinned.
  `ALTER TABLE messages ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX messages_pinned ON messages (room, seq) WHERE pinned = 1;`,

  // The users that a message mentions, '' for everyone, so that unread mentions are counted without reading
  // messages. Private messages name their readers.
  `CREATE TABLE mentions (
     room INTEGER NOT NULL,
     user_id TEXT NOT NULL,
     seq INTEGER NOT NULL,
     author TEXT NOT NULL,
     PRIMARY KEY (room, seq, user_id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX mentions_user ON mentions (room, user_id, seq, author);
   INSERT INTO mentions (room, user_id, seq, author) SELECT DISTINCT room, value, seq, author
     FROM messages, json_each(messages.body, '$.mentions') WHERE deleted = 0;
   INSERT INTO mentions (room, user_id, seq, author) SELECT DISTINCT room, value, seq, author
     FROM private_messages, json_each(private_messages.body, '$.mentions') WHERE deleted = 0;
   CREATE TRIGGER mentions_forgotten AFTER DELETE ON messages
   BEGIN DELETE FROM mentions WHERE room = old.room AND seq = old.seq; END;
   CREATE TRIGGER private_mentions_forgotten AFTER DELETE ON private_messages
   BEGIN DELETE FROM mentions WHERE room = old.room AND seq = old.seq; END;`,

  // The `rev` up to which a room's words are indexed; the words themselves are stored by `prepareSearch`.
  'CREATE TABLE search_marks (room INTEGER PRIMARY KEY REFERENCES timelines (key), rev INTEGER NOT NULL) STRICT;',
  // `aside`: a message only in a thread is in no list of the room. As a column it can be read without the
  // body, as can `thread`.
  `ALTER TABLE messages ADD COLUMN thread TEXT;
   ALTER TABLE messages ADD COLUMN aside INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX messages_thread ON messages (room, thread, seq) WHERE thread IS NOT NULL;
   ALTER TABLE private_messages ADD COLUMN thread TEXT;
   ALTER TABLE private_messages ADD COLUMN aside INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX private_messages_thread ON private_messages (room, thread, seq) WHERE thread IS NOT NULL;`,
  // Earlier texts of a message. Deleted with it, like reactions.
  `CREATE TABLE versions (
     room INTEGER NOT NULL,
     message TEXT NOT NULL,
     rev INTEGER NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (room, message, rev)
   ) STRICT, WITHOUT ROWID;
   CREATE TRIGGER versions_forgotten AFTER DELETE ON messages
   BEGIN DELETE FROM versions WHERE room = old.room AND message = old.id; END;
   CREATE TRIGGER versions_deleted AFTER UPDATE OF deleted ON messages WHEN new.deleted = 1
   BEGIN DELETE FROM versions WHERE room = new.room AND message = new.id; END;
   CREATE TRIGGER private_versions_forgotten AFTER DELETE ON private_messages
   BEGIN DELETE FROM versions WHERE room = old.room AND message = old.id; END;
   CREATE TRIGGER private_versions_deleted AFTER UPDATE OF deleted ON private_messages WHEN new.deleted = 1
   BEGIN DELETE FROM versions WHERE room = new.room AND message = new.id; END;`,
  // The rooms that hold data of a user, for exports and erasures.
  `CREATE TABLE traces (
     user_id TEXT NOT NULL,
     room_id TEXT NOT NULL,
     PRIMARY KEY (user_id, room_id)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO traces
     SELECT author, room_id FROM messages JOIN timelines ON timelines.key = messages.room
     UNION SELECT author, room_id FROM private_messages JOIN timelines ON timelines.key = private_messages.room
     UNION SELECT user_id, room_id FROM reactions JOIN timelines ON timelines.key = reactions.room
     UNION SELECT user_id, room_id FROM members
     UNION SELECT audit.body ->> '$.by.id', room_id FROM audit JOIN timelines ON timelines.key = audit.room
     UNION SELECT complaint.value ->> '$.by.id', room_id FROM reports JOIN timelines ON timelines.key = reports.room,
       json_each(reports.body, '$.complaints') AS complaint;
   CREATE INDEX reactions_user ON reactions (room, user_id);
   CREATE INDEX followers_user ON followers (user_id);

   CREATE TABLE erasures (user_id TEXT PRIMARY KEY, at INTEGER NOT NULL, done_at INTEGER) STRICT, WITHOUT ROWID;
   CREATE INDEX erasures_open ON erasures (user_id) WHERE done_at IS NULL;`,

  // Existing users are found by the beginning of their name, and by all its words once they return.
  `CREATE TABLE profiles (user_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE name_words (word TEXT NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (word, user_id)) STRICT, WITHOUT ROWID;
   CREATE INDEX name_words_user ON name_words (user_id);
   INSERT INTO name_words SELECT lower(body ->> '$.name'), user_id FROM users;`,

  // Calls that have not ended are found after a restart. Calls whose message was pruned are not.
  `CREATE TABLE open_calls (room_id TEXT PRIMARY KEY, message_id TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
  // Others see how far a user has ever read, and when; the current position may move back.
  `ALTER TABLE marks ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE marks ADD COLUMN seen_seq INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE marks ADD COLUMN seen_at INTEGER;
   ALTER TABLE marks ADD COLUMN delivered_seq INTEGER NOT NULL DEFAULT 0;
   UPDATE marks SET seen_seq = read_seq;`,
  // Finds rooms by their start.
  `ALTER TABLE rooms ADD COLUMN start_key TEXT;
   UPDATE rooms SET start_key = printf('%016d', body ->> '$.startsAt') || ' ' || room_id WHERE body ->> '$.startsAt' IS NOT NULL;
   CREATE INDEX rooms_start ON rooms (start_key) WHERE start_key IS NOT NULL;`,
  // The invite links of a room, with its other settings.
  `ALTER TABLE timelines ADD COLUMN invite_links TEXT;`,
  // The records of features, such as votes. Those of a message are deleted with it, like reactions.
  `CREATE TABLE records (
     room INTEGER NOT NULL REFERENCES timelines (key),
     kind TEXT NOT NULL,
     key TEXT NOT NULL,
     user_id TEXT,
     message TEXT,
     due_at INTEGER,
     body TEXT NOT NULL,
     PRIMARY KEY (room, kind, key)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX records_user ON records (room, user_id, kind, key) WHERE user_id IS NOT NULL;
   CREATE INDEX records_message ON records (room, message) WHERE message IS NOT NULL;
   CREATE INDEX records_due ON records (kind, due_at) WHERE due_at IS NOT NULL;
   CREATE TRIGGER records_forgotten AFTER DELETE ON messages
   BEGIN DELETE FROM records WHERE room = old.room AND message = old.id; END;
   CREATE TRIGGER records_deleted AFTER UPDATE OF deleted ON messages WHEN new.deleted = 1
   BEGIN DELETE FROM records WHERE room = new.room AND message = new.id; END;
   CREATE TRIGGER private_records_forgotten AFTER DELETE ON private_messages
   BEGIN DELETE FROM records WHERE room = old.room AND message = old.id; END;
   CREATE TRIGGER private_records_deleted AFTER UPDATE OF deleted ON private_messages WHEN new.deleted = 1
   BEGIN DELETE FROM records WHERE room = new.room AND message = new.id; END;`,
  // From here on the body of a message leaves out what its columns have, and empty lists. Versions before would not
  // find these; the bodies that they have written are read as they are.
  'SELECT 1;',
];
