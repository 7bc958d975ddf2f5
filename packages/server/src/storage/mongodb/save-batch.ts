import type { AuditEntry } from '@chat/protocol';
import type { BatchResult } from '../batch/decide-batch.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { inviteLinksText } from '../shared/invite-links-text.ts';
import type { Head, StoredMember, StoredMessage, StoredReport } from '../contract/records.ts';
import { saveRecords } from './feature-records.ts';
import { keyOf, type BodyRow, type TimelineRow } from './rows.ts';
import { saveMessages } from './save-messages.ts';
import { put, putOnce, type Row, type Tables } from './table.ts';

export interface MemberRow extends BodyRow<StoredMember> {
  room: string;
  user: string;
  state: string;
  rev: number;
}

export interface ReportRow extends BodyRow<StoredReport> {
  room: string;
  rev: number;
  open: boolean;
  createdAt: number;
}

export interface AuditRow extends BodyRow<AuditEntry> {
  room: string;
  rev: number;
}

/** A room that holds data of a user, for exports and erasures. */
export interface TraceRow extends Row {
  user: string;
  room: string;
}

/** Writes the results of a batch. `before` returns the stored message. */
export const saveBatch = async (
  tables: Tables,
  roomId: string,
  old: Head | null,
  batch: BatchResult & { head: Head },
  before: (messageId: string) => StoredMessage | null,
): Promise<void> => {
  const room = orderKey(roomId);
  const { seq, rev, roomRev } = batch.head;
  await tables<TimelineRow>('timelines').update(
    { _id: room },
    {
      $set: {
        seq,
        rev,
        roomRev,
        // Most changes leave the room's settings and links alone.
        ...(batch.head.room === old?.room ? {} : { room: JSON.stringify(batch.head.room) }),
        ...(batch.head.inviteLinks === old?.inviteLinks ? {} : { inviteLinks: inviteLinksText(batch.head) }),
      },
    },
  );
  await saveMessages(tables, batch, { room, before });
  await saveRecords(tables, roomId, batch.records);
  await tables<MemberRow>('members').bulk(
    batch.members.map((member) =>
      put<MemberRow>({
        _id: keyOf(room, orderKey(member.user.id)),
        room,
        user: orderKey(member.user.id),
        state: member.state,
        rev: member.rev,
        body: JSON.stringify(member),
      }),
    ),
  );
  await tables<ReportRow>('reports').bulk(
    batch.reports.map((report) =>
      put<ReportRow>({
        _id: keyOf(room, report.messageId),
        room,
        rev: report.rev,
        open: report.state === 'open',
        createdAt: report.createdAt,
        body: JSON.stringify(report),
      }),
    ),
  );
  await tables<AuditRow>('audit').bulk(
    batch.audit.map((entry) =>
      put<AuditRow>({ _id: keyOf(room, entry.rev), room, rev: entry.rev, body: JSON.stringify(entry) }),
    ),
  );
  await tables<TraceRow>('traces').bulk(
    [...batch.involvedUserIds].map((userId) =>
      putOnce<TraceRow>({ _id: keyOf(orderKey(userId), room), user: orderKey(userId), room }),
    ),
  );
};
