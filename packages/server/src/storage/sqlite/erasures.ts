import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry, Erasure } from '@chat/protocol';
import type { StoredReport } from '../contract/records.ts';
import { anonymizeAuditEntry, anonymizeReport } from '../shared/anonymize.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { readQueries, writeQueries as sql } from './queries.ts';
import { parseBody, query, type BodyRow } from './query.ts';

export interface ErasureRow {
  key: string;
  at: number;
  doneAt: number | null;
}

export const toErasure = ({ key, at, doneAt }: ErasureRow): Erasure => ({
  userId: idOf(key),
  at,
  ...(doneAt === null ? {} : { doneAt }),
});

export interface ErasureWrites {
  beginErasure: (userId: string, at: number) => Erasure;
  finishErasure: (userId: string, doneAt: number) => void;
  anonymize: (roomId: string, userId: string) => void;
  forgetPreferences: (userId: string) => void;
}

const pageSize = 500;

/**
 * Writes for erasures; the caller begins and commits the transaction. `changed` is called when they have written what
 * commits keep in memory.
 */
export const erasureWrites = (database: DatabaseSync, changed: () => void): ErasureWrites => {
  const erasure = query<ErasureRow>(database, readQueries.erasure);
  const erase = query(database, sql.erase);
  const erased = query(database, sql.erased);
  const forgetMark = query(database, sql.forgetMark);
  const forgetTrace = query(database, sql.forgetTrace);
  const forgetReader = query(database, sql.forgetReader);
  const forgetWishes = query(database, sql.forgetWishes);

  /** Rewrites, page by page, the records of a room that `change` alters. */
  const rewrite = <T>(read: string, write: string, first: string | number, change: (record: T) => T) => {
    const page = query<BodyRow<T> & { position: string | number }>(database, read);
    const put = query(database, write);
    return (roomKey: string): void => {
      for (let after = first; ;) {
        const rows = page.all(roomKey, after, pageSize);
        for (const row of rows) {
          const record = parseBody(row);
          const changed = change(record);
          if (changed !== record) put.run(JSON.stringify(changed), roomKey, row.position);
          after = row.position;
        }
        if (rows.length < pageSize) return;
      }
    };
  };

  return {
    beginErasure: (userId, at) => {
      erase.run(orderKey(userId), at);
      changed();
      const row = erasure.first(orderKey(userId));
      return row === undefined ? { userId, at } : toErasure(row);
    },
    finishErasure: (userId, doneAt) => void erased.run(doneAt, orderKey(userId)),
    anonymize: (roomId, userId) => {
      const [roomKey, userKey] = [orderKey(roomId), orderKey(userId)];
      forgetMark.run(userKey, roomKey);
      forgetReader.run(roomKey, userKey);
      rewrite<AuditEntry>(sql.auditAfter, sql.putAudit, 0, (entry) => anonymizeAuditEntry(entry, userId))(
        roomKey,
      );
      rewrite<StoredReport>(sql.reportsAfter, sql.setReport, '', (report) => anonymizeReport(report, userId))(
        roomKey,
      );
      forgetTrace.run(userKey, roomKey);
      changed();
    },
    forgetPreferences: (userId) => void forgetWishes.run(orderKey(userId)),
  };
};
