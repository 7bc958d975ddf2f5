import type { BatchResult } from '../batch/decide-batch.ts';
import type { Head, StoredMessage } from '../contract/records.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { inviteLinksText } from '../shared/invite-links-text.ts';
import { writeMany, type Run } from './database.ts';
import { saveRecords } from './feature-records.ts';
import type { LockedRoom } from './loaders.ts';
import { saveMessages } from './save-messages.ts';

/** Writes the results of a batch. `before` returns the stored message. */
export const saveBatch = async (
  run: Run,
  { roomId, head: old }: LockedRoom,
  batch: BatchResult & { head: Head },
  before: (messageId: string) => StoredMessage | null,
): Promise<void> => {
  const roomKey = orderKey(roomId);
  const { head } = batch;
  const [timeline] = await run<{ key: number }>(
    `INSERT INTO {s}.timelines (room_id, seq, rev, room_rev, room, invite_links) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (room_id) DO UPDATE SET seq = excluded.seq, rev = excluded.rev, room_rev = excluded.room_rev,
        room = excluded.room, invite_links = excluded.invite_links RETURNING key`,
    [roomKey, head.seq, head.rev, head.roomRev, JSON.stringify(head.room), inviteLinksText(head)],
  );
  const key = timeline?.key ?? 0;
  await saveMessages(run, batch, { key, lastSeq: old?.seq ?? 0, before });
  await saveRecords(run, key, batch.records);
  const inRoom = writeMany(run, key);
  const byId = writeMany(run, roomKey);
  await byId(
    `INSERT INTO {s}.members (room_id, user_id, state, rev, body)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[])
      ON CONFLICT (room_id, user_id) DO UPDATE SET state = excluded.state, rev = excluded.rev, body = excluded.body`,
    batch.members.map((each) => [orderKey(each.user.id), each.state, each.rev, JSON.stringify(each)]),
  );
  await inRoom(
    `INSERT INTO {s}.reports (room, message_id, rev, open, created_at, body)
      SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::boolean[], $5::bigint[], $6::text[])
      ON CONFLICT (room, message_id) DO UPDATE SET rev = excluded.rev, open = excluded.open, body = excluded.body`,
    batch.reports.map((each) => [
      each.messageId,
      each.rev,
      each.state === 'open',
      each.createdAt,
      JSON.stringify(each),
    ]),
  );
  await inRoom(
    'INSERT INTO {s}.audit (room, rev, body) SELECT $1, * FROM unnest($2::bigint[], $3::text[])',
    batch.audit.map((entry) => [entry.rev, JSON.stringify(entry)]),
  );
  await byId(
    'INSERT INTO {s}.traces (room_id, user_id) SELECT $1, * FROM unnest($2::text[]) ON CONFLICT DO NOTHING',
    [...batch.involvedUserIds].map((userId) => [orderKey(userId)]),
  );
};
