import type { LiveRoom } from '../room/live-room.ts';
import type { TimelineStore } from '../storage/contract/storage.ts';
import type { WebhookRecord } from '../storage/decide/outbound/webhooks.ts';
import { withinRetention } from '../storage/shared/retention.ts';
import { eventOfMessage, eventsAfter, type WebhookEvent, type WebhookPosition } from './webhook-events.ts';

/** How far a webhook has come, with the scan of the room if there is one. */
export type Progress = Pick<WebhookRecord, 'rev' | 'seq' | 'scan'>;

/** Events to deliver, each with the progress once it is delivered, and the progress after all of them. */
export interface EventBatch {
  events: { event: WebhookEvent; next: Progress }[];
  end: Progress;
  /** There is nothing more to deliver. */
  isLast: boolean;
}

interface ReadDeps {
  now(): number;
  /** Whether this revision is known to have changed a member, not added one. */
  isUpdate(rev: number): boolean;
}

/** More changes than this are read message by message. */
const changeLimit = 1_000;
/**
 * Later events are read again before they are delivered, so that a deletion is not preceded by an old text.
 */
const batchSize = 50;
const pageLimit = 100;

/** Reads the next events of a room for a webhook. */
export const readEvents = async (
  room: Pick<LiveRoom, 'id' | 'timeline'>,
  progress: Progress,
  deps: ReadDeps,
): Promise<EventBatch> => {
  if (progress.scan) return readScan(room, progress, progress.scan, deps);
  const changes = await room.timeline.changes(room.id, progress.rev, changeLimit);
  if (changes === null) return startScan(room, progress);
  const { head } = changes;
  const shown = withinRetention(changes.messages, head.room, deps.now());
  const all = eventsAfter({ ...changes, messages: shown }, progress, deps.isUpdate);
  const events = all.slice(0, batchSize);
  const end = events.length < all.length ? events.at(-1)?.next : { rev: head.rev, seq: head.seq };
  return { events, end: end ?? progress, isLast: all.length === 0 };
};

const startScan = async (
  { id, timeline }: Pick<LiveRoom, 'id' | 'timeline'>,
  progress: Progress,
): Promise<EventBatch> => {
  const head = await timeline.head(id);
  if (head === null) return { events: [], end: progress, isLast: true };
  return { events: [], end: { ...progress, scan: { rev: head.rev, seq: 0 } }, isLast: false };
};

/**
 * Reads a page of messages and returns those that have changed; after the last page, the members and the
 * room.
 */
const readScan = async (
  { id, timeline }: Pick<LiveRoom, 'id' | 'timeline'>,
  progress: Progress,
  scan: NonNullable<Progress['scan']>,
  { now, isUpdate }: ReadDeps,
): Promise<EventBatch> => {
  const { rev } = progress;
  const query = { after: scan.seq, limit: pageLimit, unfiltered: true } as const;
  const { messages, hasMore } = await timeline.page(id, query);
  const head = await timeline.head(id);
  if (head === null) return { events: [], end: progress, isLast: true };
  let position: WebhookPosition = { rev, seq: progress.seq };
  const changed = withinRetention(messages, head.room, now()).filter(
    (message) => message.rev > rev && message.to === undefined,
  );
  const events: EventBatch['events'] = changed.map((message) => {
    const event = eventOfMessage(message, position);
    position = { rev, seq: Math.max(position.seq, message.seq) };
    return { event, next: { ...position, scan: { rev: scan.rev, seq: message.seq } } };
  });
  const last = messages.at(-1);
  if (hasMore && last)
    return { events, end: { ...position, scan: { rev: scan.rev, seq: last.seq } }, isLast: false };
  const members = (await everyMember(id, timeline)).filter((member) => member.rev > rev);
  const isChanged = head.roomRev > rev;
  const rest = eventsAfter({ head, messages: [], members, room: isChanged }, position, isUpdate);
  events.push(
    ...rest.map(({ event }) => ({ event, next: { ...position, scan: { rev: scan.rev, seq: scan.seq } } })),
  );
  return { events, end: { rev: scan.rev, seq: position.seq }, isLast: false };
};

/** Returns the members and the banned users; other memberships that have ended are not listed by a store. */
const everyMember = async (id: string, timeline: TimelineStore) => {
  const found = [];
  for (const list of [timeline.members, timeline.banned])
    for (let after: string | undefined; ;) {
      const { members, hasMore } = await list.call(timeline, id, {
        limit: pageLimit,
        ...(after === undefined ? {} : { after }),
      });
      found.push(...members);
      after = members.at(-1)?.user.id;
      if (!hasMore || after === undefined) break;
    }
  return found;
};
