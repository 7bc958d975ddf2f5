import { ChatError } from '@chat/protocol';
import type { Run } from './database.ts';

/**
 * The migrations to each version of the schema; `meta` counts them. Never edit one that was released. Ids of
 * rooms and users are stored as `orderKey` returns them and compared byte by byte. Records are JSON text,
 * next to the columns that queries need: `jsonb` cannot hold every string that JSON can.
 */
const migrations: readonly string[] = [
  `CREATE TABLE {s}.timelines (
     key BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     room_id TEXT COLLATE "C" NOT NULL UNIQUE,
     seq BIGINT NOT NULL,
     rev BIGINT NOT NULL,
     room_rev BIGINT NOT NULL,
     room TEXT NOT NULL
   );

   CREATE TABLE {s}.messages (
     room BIGINT NOT NULL,
     seq BIGINT NOT NULL,
     rev BIGINT NOT NULL,
     id TEXT COLLATE "C" NOT NULL,
     author TEXT COLLATE "C" NOT NULL,
     created_at BIGINT NOT NULL,
     deleted BOOLEAN NOT NULL,
     pinned BOOLEAN NOT NULL,
     aside BOOLEAN NOT NULL,
     thread TEXT COLLATE "C",
     private BOOLEAN NOT NULL,
     open_call BOOLEAN NOT NULL,
     fingerprint BIGINT NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (room, seq),
     UNIQUE (room, id)
   );
   CREATE INDEX messages_rev ON {s}.messages (room, rev);
   CREATE INDEX messages_created ON {s}.messages (room, created_at);
   CREATE INDEX messages_author ON {s}.messages (room, author, seq);
   CREATE INDEX messages_open ON {s}.messages (room, seq) WHERE NOT private AND NOT aside;
   CREATE INDEX messages_calls ON {s}.messages (room) WHERE open_call;
   CREATE INDEX messages_pinned ON {s}.messages (room, seq) WHERE pinned;
   CREATE INDEX messages_thread ON {s}.messages (room, thread, seq) WHERE thread IS NOT NULL;

   -- Private messages by who reads them, their author among these, so that nobody walks past those of others.
   CREATE TABLE {s}.private_readers (
     room BIGINT NOT NULL,
     reader TEXT COLLATE "C" NOT NULL,
     seq BIGINT NOT NULL,
     PRIMARY KEY (room, reader, seq),
     FOREIGN KEY (room, seq) REFERENCES {s}.messages (room, seq) ON DELETE CASCADE
   );
   CREATE INDEX private_readers_seq ON {s}.private_readers (room, seq);

   -- What a message can be found by: each word bears its room's key, so that one index serves all rooms.
   CREATE TABLE {s}.message_words (
     room BIGINT NOT NULL,
     seq BIGINT NOT NULL,
     words TSVECTOR NOT NULL,
     PRIMARY KEY (room, seq),
     FOREIGN KEY (room, seq) REFERENCES {s}.messages (room, seq) ON DELETE CASCADE
   );
   CREATE INDEX message_words_words ON {s}.message_words USING GIN (words);

   -- Whom a message calls, '' for everybody: unread mentions are counted without reading messages.
   CREATE TABLE {s}.mentions (
     room BIGINT NOT NULL,
     user_id TEXT COLLATE "C" NOT NULL,
     seq BIGINT NOT NULL,
     author TEXT COLLATE "C" NOT NULL,
     PRIMARY KEY (room, seq, user_id),
     FOREIGN KEY (room, seq) REFERENCES {s}.messages (room, seq) ON DELETE CASCADE
   );
   CREATE INDEX mentions_user ON {s}.mentions (room, user_id, seq);

   -- Who stands behind the counts of a message, and what it said before. They go with it.
   CREATE TABLE {s}.reactions (
     room BIGINT NOT NULL,
     message TEXT COLLATE "C" NOT NULL,
     emoji TEXT COLLATE "C" NOT NULL,
     user_id TEXT COLLATE "C" NOT NULL,
     PRIMARY KEY (room, message, emoji, user_id),
     FOREIGN KEY (room, message) REFERENCES {s}.messages (room, id) ON DELETE CASCADE
   );
   CREATE INDEX reactions_user ON {s}.reactions (room, user_id, message, emoji);
   CREATE TABLE {s}.versions (
     room BIGINT NOT NULL,
     message TEXT COLLATE "C" NOT NULL,
     rev BIGINT NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (room, message, rev),
     FOREIGN KEY (room, message) REFERENCES {s}.messages (room, id) ON DELETE CASCADE
   );

   CREATE TABLE {s}.members (
     room_id TEXT COLLATE "C" NOT NULL,
     user_id TEXT COLLATE "C" NOT NULL,
     state TEXT NOT NULL,
     rev BIGINT NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (room_id, user_id)
   );
   CREATE INDEX members_rev ON {s}.members (room_id, rev);
   CREATE INDEX members_joined ON {s}.members (room_id) WHERE state = 'joined';
   CREATE INDEX members_here ON {s}.members (room_id, user_id) WHERE state IN ('joined', 'invited');
   CREATE INDEX members_rooms ON {s}.members (user_id, room_id) WHERE state IN ('joined', 'invited');
   CREATE INDEX members_banned ON {s}.members (room_id, user_id) WHERE state = 'banned';

   CREATE TABLE {s}.marks (
     user_id TEXT COLLATE "C" NOT NULL,
     room_id TEXT COLLATE "C" NOT NULL,
     joined_at BIGINT NOT NULL,
     joined_seq BIGINT NOT NULL,
     read_seq BIGINT NOT NULL,
     turn BIGINT NOT NULL DEFAULT 0,
     seen_seq BIGINT NOT NULL,
     seen_at BIGINT,
     delivered_seq BIGINT NOT NULL,
     PRIMARY KEY (user_id, room_id)
   ) WITH (fillfactor = 70);
   CREATE INDEX marks_room ON {s}.marks (room_id, user_id);

   CREATE TABLE {s}.reports (
     room BIGINT NOT NULL,
     message_id TEXT COLLATE "C" NOT NULL,
     rev BIGINT NOT NULL,
     open BOOLEAN NOT NULL,
     created_at BIGINT NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (room, message_id)
   );
   CREATE INDEX reports_open ON {s}.reports (room, rev) WHERE open;
   CREATE INDEX reports_created ON {s}.reports (room, created_at);
   CREATE TABLE {s}.audit (room BIGINT NOT NULL, rev BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (room, rev));

   -- Where somebody has left anything, so that all of it can be found when they ask for it, or want it gone.
   CREATE TABLE {s}.traces (
     user_id TEXT COLLATE "C" NOT NULL,
     room_id TEXT COLLATE "C" NOT NULL,
     PRIMARY KEY (user_id, room_id)
   );
   CREATE TABLE {s}.erasures (user_id TEXT COLLATE "C" PRIMARY KEY, at BIGINT NOT NULL, done_at BIGINT);

   -- The last transaction of each connection, by a name of its own.
   CREATE TABLE {s}.writes (
     slot UUID PRIMARY KEY,
     name UUID NOT NULL,
     at TIMESTAMPTZ NOT NULL DEFAULT now()
   ) WITH (fillfactor = 50);

   CREATE TABLE {s}.rooms (room_id TEXT COLLATE "C" PRIMARY KEY, body TEXT NOT NULL);
   CREATE TABLE {s}.users (user_id TEXT COLLATE "C" PRIMARY KEY, last_seen_at BIGINT, body TEXT NOT NULL);
   CREATE TABLE {s}.name_words (
     word TEXT COLLATE "C" NOT NULL,
     user_id TEXT COLLATE "C" NOT NULL REFERENCES {s}.users (user_id) ON DELETE CASCADE,
     PRIMARY KEY (word, user_id)
   );
   CREATE INDEX name_words_user ON {s}.name_words (user_id);
   CREATE TABLE {s}.profiles (user_id TEXT COLLATE "C" PRIMARY KEY, body TEXT NOT NULL);
   CREATE TABLE {s}.wishes (
     user_id TEXT COLLATE "C" NOT NULL,
     room_id TEXT COLLATE "C" NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (user_id, room_id)
   );
   CREATE TABLE {s}.settings (key TEXT COLLATE "C" PRIMARY KEY, value TEXT NOT NULL);

   CREATE TABLE {s}.files (
     file_id TEXT COLLATE "C" PRIMARY KEY,
     room_id TEXT COLLATE "C" NOT NULL,
     user_id TEXT COLLATE "C" NOT NULL,
     message_id TEXT COLLATE "C",
     kind TEXT NOT NULL,
     counted BIGINT NOT NULL,
     due_at BIGINT,
     body TEXT NOT NULL
   );
   CREATE INDEX files_sent ON {s}.files (room_id, file_id) WHERE message_id IS NOT NULL;
   CREATE INDEX files_kind ON {s}.files (room_id, kind, file_id) WHERE message_id IS NOT NULL;
   CREATE INDEX files_message ON {s}.files (room_id, message_id) WHERE message_id IS NOT NULL;
   CREATE INDEX files_user ON {s}.files (user_id, file_id);
   CREATE INDEX files_due ON {s}.files (due_at) WHERE due_at IS NOT NULL;
   -- What files count, by user ('u' before their id) and by room ('r').
   CREATE TABLE {s}.file_totals (owner TEXT COLLATE "C" PRIMARY KEY, bytes BIGINT NOT NULL);

   CREATE TABLE {s}.notification_settings (user_id TEXT COLLATE "C" PRIMARY KEY, body TEXT NOT NULL);
   CREATE TABLE {s}.push_subscriptions (
     endpoint TEXT COLLATE "C" PRIMARY KEY,
     user_id TEXT COLLATE "C" NOT NULL,
     created_at BIGINT NOT NULL,
     body TEXT NOT NULL
   );
   CREATE INDEX push_subscriptions_user ON {s}.push_subscriptions (user_id, created_at);
   CREATE TABLE {s}.followers (
     room_id TEXT COLLATE "C" NOT NULL,
     user_id TEXT COLLATE "C" NOT NULL,
     PRIMARY KEY (room_id, user_id)
   );
   CREATE INDEX followers_user ON {s}.followers (user_id);`,
  // The users present on each node, as each node reports them.
  `CREATE TABLE {s}.presence_nodes (
     node_id TEXT COLLATE "C" PRIMARY KEY,
     lapses_at TIMESTAMPTZ NOT NULL,
     version BIGINT NOT NULL,
     floor BIGINT NOT NULL
   );
   CREATE TABLE {s}.presence (
     node_id TEXT COLLATE "C" NOT NULL REFERENCES {s}.presence_nodes ON DELETE CASCADE,
     key TEXT COLLATE "C" NOT NULL,
     version BIGINT NOT NULL,
     value TEXT,
     PRIMARY KEY (node_id, key)
   );
   CREATE INDEX presence_version ON {s}.presence (node_id, version);`,
  // Finds rooms by their start. The text is not parsed as JSON here, since PostgreSQL accepts less than JSON
  // allows.
  `ALTER TABLE {s}.rooms ADD COLUMN start_key TEXT COLLATE "C";
   UPDATE {s}.rooms SET start_key = lpad(substring(body from '"startsAt":(\\d+)'), 16, '0') || ' ' || room_id
     WHERE body ~ '"startsAt":\\d';
   CREATE INDEX rooms_start ON {s}.rooms (start_key) WHERE start_key IS NOT NULL;`,
  // The invite links of a room, with its other settings.
  `ALTER TABLE {s}.timelines ADD COLUMN invite_links TEXT;`,
  // The records of features, such as votes. Those of a message are deleted with it.
  `CREATE TABLE {s}.records (
     room BIGINT NOT NULL,
     kind TEXT COLLATE "C" NOT NULL,
     key TEXT COLLATE "C" NOT NULL,
     user_id TEXT COLLATE "C",
     message TEXT COLLATE "C",
     due_at BIGINT,
     body TEXT NOT NULL,
     PRIMARY KEY (room, kind, key),
     FOREIGN KEY (room, message) REFERENCES {s}.messages (room, id) ON DELETE CASCADE
   );
   CREATE INDEX records_user ON {s}.records (room, user_id, kind, key) WHERE user_id IS NOT NULL;
   CREATE INDEX records_message ON {s}.records (room, message) WHERE message IS NOT NULL;
   CREATE INDEX records_due ON {s}.records (kind, due_at) WHERE due_at IS NOT NULL;`,
];

export interface MigrateOptions {
  schema: string;
  id: () => string;
  restored: boolean;
}

/** Creates the schema or migrates it; if several servers start at once, one does. Returns the epoch. */
export const migrate = async (run: Run, { schema, id, restored }: MigrateOptions): Promise<string> => {
  await run('BEGIN');
  try {
    await run(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`chat migration ${schema}`]);
    await run('CREATE SCHEMA IF NOT EXISTS {s}');
    await run('CREATE TABLE IF NOT EXISTS {s}.meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)');
    const meta = new Map(
      (await run<{ key: string; value: string }>('SELECT key, value FROM {s}.meta')).map(({ key, value }) => [
        key,
        value,
      ]),
    );
    const version = Number(meta.get('version') ?? 0);
    if (version > migrations.length) {
      const known = `version ${version}, known up to ${migrations.length}`;
      throw new ChatError(
        'internal',
        `schema ${schema} was made by a newer version of this package (${known})`,
      );
    }
    for (const step of migrations.slice(version)) await run(step);
    await run("DELETE FROM {s}.writes WHERE at < now() - interval '1 day'");
    const stored = restored ? undefined : meta.get('epoch');
    const epoch = stored ?? id();
    const put =
      'INSERT INTO {s}.meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value';
    if (version < migrations.length) await run(put, ['version', String(migrations.length)]);
    if (stored === undefined) await run(put, ['epoch', epoch]);
    await run('COMMIT');
    return epoch;
  } catch (error) {
    await run('ROLLBACK').catch(() => undefined);
    throw error;
  }
};
