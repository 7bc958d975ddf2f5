import type { AuditEntry } from '@chat/protocol';
import type { StoredReport } from '../../src/storage/contract/records.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { andMore, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const reports = (
  name: string,
  change: (all: StoredReport[]) => StoredReport[],
  more: string[] = [],
): Broken =>
  timeline(name, ['open reports are listed by rev', ...more], (sound) => ({
    reports: async (roomId, { after = 0, limit }) => {
      const { reports: all } = await sound.reports(roomId, { limit: 1_000 });
      const changed = change(all).filter(({ rev }) => rev > after);
      return { reports: changed.slice(0, limit), hasMore: changed.length > limit };
    },
  }));

const audit = (
  name: string,
  found: string[],
  change: (all: AuditEntry[], before: number) => AuditEntry[],
): Broken =>
  timeline(name, found, (sound) => ({
    audit: async (roomId, { before = Infinity, limit }) => {
      const { entries } = await sound.audit(roomId, { limit: 1_000 });
      const changed = change(entries, before);
      return { entries: changed.slice(0, limit), hasMore: changed.length > limit };
    },
  }));

const listed = 'the audit log is listed newest first';
const below = (entries: AuditEntry[], before: number) => entries.filter(({ rev }) => rev < before);

export const brokenModeration: Broken[] = [
  timeline('lists joined members as banned', ['banned users are listed by id'], (sound) => ({
    banned: sound.members,
  })),
  timeline('lists banned users by byte', ['banned users are listed by id'], (sound) => ({
    banned: async (roomId, { after = '', limit }) => {
      const { members } = await sound.banned(roomId, { limit: 1_000 });
      const keyOf = (id: string) => Buffer.from(id);
      const sorted = members.toSorted((a, b) => Buffer.compare(keyOf(a.user.id), keyOf(b.user.id)));
      const rest = sorted.filter(({ user }) => Buffer.compare(keyOf(user.id), keyOf(after)) > 0);
      return { members: rest.slice(0, limit), hasMore: rest.length > limit };
    },
  })),
  reports('lists reports in another order', (all) => all.toReversed()),
  reports('loses complaints about a message', (all) =>
    all.map((report) => ({ ...report, complaints: report.complaints.slice(0, 1) })),
  ),
  timeline(
    'keeps listing resolved reports',
    ['open reports are listed by rev', 'pruning removes older messages and their reports', andMore],
    (sound) => {
      const seen = new Map<string, StoredReport>();
      return {
        commit: async (roomId, changes) => {
          const committed = await sound.commit(roomId, changes);
          const { reports: open } = await sound.reports(roomId, { limit: 100 });
          for (const report of open) seen.set(`${roomId} ${report.messageId}`, report);
          return committed;
        },
        reports: async (roomId, { after = 0, limit }) => {
          const all = [...seen].filter(([key, { rev }]) => key.startsWith(`${roomId} `) && rev > after);
          const found = all.map(([, report]) => report).toSorted((a, b) => a.rev - b.rev);
          return { reports: found.slice(0, limit), hasMore: found.length > limit };
        },
      };
    },
  ),
  audit(
    'lists the audit log oldest first',
    [
      listed,
      'an audit entry never changes',
      'invite links are stored with their room, without a trace in what members read',
    ],
    (all, before) => below(all, before).toReversed(),
  ),
  audit('includes the audit entry at `before`', [listed], (all, before) => below(all, before + 1)),
  audit('ignores `before` in the audit log', [listed], (all) => all),
  timeline('does not report that there are more audit entries', [listed], (sound) => ({
    audit: async (roomId, query) => ({ ...(await sound.audit(roomId, query)), hasMore: false }),
  })),
  timeline(
    'writes an audit entry for a refused change',
    ['an audit entry is stored with its change'],
    (sound) => {
      const extra: AuditEntry[] = [];
      return {
        commit: async (roomId, changes) => {
          const committed = await sound.commit(roomId, changes);
          committed.forEach(({ ok }, index) => {
            const change = changes[index];
            if (ok || change?.kind !== 'update-room') return;
            extra.push({ roomId, rev: 0, at: change.at, act: 'room:update', by: change.actor });
          });
          return committed;
        },
        audit: async (roomId, query) => {
          const page = await sound.audit(roomId, query);
          return { ...page, entries: [...page.entries, ...extra] };
        },
      };
    },
  ),
  timeline(
    'writes an audit entry before its change, which may then fail',
    ['an audit entry is stored with its change'],
    (sound) => {
      const early: AuditEntry[] = [];
      return {
        commit: async (roomId, changes) => {
          try {
            return await sound.commit(roomId, changes);
          } catch (error) {
            early.push({ roomId, rev: 5, at: 0, act: 'message:delete', by: { id: 'ana', name: 'Ana' } });
            throw error;
          }
        },
        audit: async (roomId, query) => {
          const page = await sound.audit(roomId, query);
          return { ...page, entries: [...page.entries, ...early] };
        },
      };
    },
  ),
  audit('alters the actor of audit entries', [listed, 'an audit entry never changes'], (all, before) =>
    below(all, before).map((entry, index) =>
      index > 0 ? { ...entry, by: { id: entry.by.id, name: '' } } : entry,
    ),
  ),
  timeline('does not prune reports', ['pruning removes older messages and their reports'], (sound) => {
    const kept = new Map<string, StoredReport[]>();
    return {
      prune: async (roomId, before) => {
        const { reports: found } = await sound.reports(roomId, { limit: 100 });
        kept.set(roomId, kept.get(roomId) ?? found);
        return sound.prune(roomId, before);
      },
      reports: async (roomId, query) => {
        const page = await sound.reports(roomId, query);
        return { ...page, reports: kept.get(roomId) ?? page.reports };
      },
    };
  }),
  timeline('prunes the audit log', ['pruning leaves counters and read markers'], (sound) => {
    const pruned = new Set<string>();
    return {
      prune: (roomId, before) => {
        pruned.add(roomId);
        return sound.prune(roomId, before);
      },
      audit: async (roomId, query) =>
        pruned.has(roomId) ? { entries: [], hasMore: false } : sound.audit(roomId, query),
    };
  }),
];
