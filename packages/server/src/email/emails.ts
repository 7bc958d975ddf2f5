import { createHash, randomUUID } from 'node:crypto';
import { ChatError, type NotificationLevel, type Room, type User } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { Change } from '../storage/contract/change.ts';
import { isUnusable } from '../storage/contract/store-unavailable.ts';
import { emailRoomKind } from '../storage/decide/outbound/emails.ts';
import { userById } from '../users/online-users.ts';
import { composeMail } from './compose-mail.ts';
import {
  digestOf,
  postponedUntil,
  unreadIn,
  type Digest,
  type DigestDeps,
  type DigestRoom,
} from './digest.ts';
import { recipientOf, type EmailRules } from './email-options.ts';
import { createUnsubscribe, type Unsubscribe } from './unsubscribe.ts';

/** Sends users e-mail about what they have not read for a while. */
export interface Emails {
  /** Which messages users get e-mail about until they choose. */
  readonly level: NotificationLevel;
  /** Returns the change that makes a room due, to commit with the messages that are in `changes`. */
  marksFor(room: Room, changes: readonly Change[]): Change[];
  serve: Unsubscribe['serve'];
  /** Resolves when nothing is being sent. */
  close(): Promise<void>;
}

interface EmailsDeps extends Omit<DigestDeps, 'rules'> {
  rules: EmailRules;
  onlineUsers: DigestDeps['onlineUsers'] & { find(userId: string): User | null };
  path: string;
  logger: Logger;
}

/** Longer than one round takes: then another node continues. */
const leaseMs = 120_000;
const longestRoundMs = 60_000;
const shortestSweepMs = 250;
const longestSweepMs = 30_000;
const roomsAtOnce = 50;
const pageLimit = 100;
/** Users of one room who are looked at. */
const mostUsers = 2_000;
const mostFailures = 5;
const retryMs = 60_000;
/** When a user is looked at again whom another node e-mails. */
const takenMs = 1_000;

export const createEmails = (deps: EmailsDeps): Emails => {
  const { storage, rooms, rules, logger, now } = deps;
  const node = randomUUID();
  const unsubscribe = createUnsubscribe({ ...deps, ...storage, baseUrl: rules.baseUrl });
  let isStopping = false;
  let sweeping: Promise<void> | null = null;

  const by = (room: LiveRoom) => {
    const { createdBy } = room.head.room;
    return { actor: { id: createdBy, name: createdBy }, at: now() };
  };

  /** Claims the rooms of a digest. `isTaken`: of some of them, another node sends something. */
  const claimed = async (
    { rooms: all }: Digest,
    userId: string,
  ): Promise<{ mine: DigestRoom[]; isTaken: boolean }> => {
    const mine: DigestRoom[] = [];
    let isTaken = false;
    for (const each of all) {
      const { roomId, after, seq } = each;
      const room = await rooms.open(roomId);
      if (!room) continue;
      const until = Math.ceil(now()) + leaseMs;
      try {
        await room.commit({ kind: 'send-email', ...by(room), userId, after, seq, until });
        mine.push(each);
      } catch (error) {
        if (!(error instanceof ChatError) || (error.code !== 'conflict' && error.code !== 'not_found'))
          throw error;
        isTaken ||= error.code === 'conflict';
      }
    }
    return { mine, isTaken };
  };

  const release = async (all: readonly DigestRoom[], userId: string, sent: boolean): Promise<void> => {
    for (const { roomId, seq } of all) {
      const room = await rooms.open(roomId);
      await room?.commit({ kind: 'release-email', ...by(room), userId, seq, sent, most: mostFailures });
    }
  };

  /** Sends one digest. Returns when to try again; null: it is sent, or there is nothing to send. */
  const send = async (user: User, first: DigestRoom): Promise<number | null> => {
    const recipient = await recipientOf(rules, user);
    if (!recipient) return null;
    const { mine, isTaken } = await claimed(await digestOf(deps, user, first), user.id);
    const again = isTaken ? now() + takenMs : null;
    if (mine.length === 0) return again;
    const digest = { rooms: mine };
    const key = JSON.stringify([user.id, digest.rooms.map(({ roomId, seq }) => [roomId, seq])]);
    const id = createHash('sha256').update(key).digest('hex').slice(0, 40);
    const links = {
      unsubscribe: await unsubscribe.link(user.id, recipient.language),
      messageId: `<${id}@${new URL(rules.baseUrl).hostname}>`,
    };
    try {
      await rules.send(composeMail(rules, recipient, digest, links));
    } catch (error) {
      logger.warn({ err: error, userId: user.id }, 'an e-mail was not sent, and is tried again');
      await release(digest.rooms, user.id, false);
      return now() + retryMs;
    }
    await release(digest.rooms, user.id, true);
    return again;
  };

  /** Looks at one user of a room. Returns when to look again; null: after the next message. */
  const lookAt = async (room: LiveRoom, userId: string): Promise<number | null> => {
    const user = await userById(deps, userId);
    if (user.bot) return null;
    const { room: unread, dueAt } = await unreadIn(deps, { room, user });
    if (!unread) return dueAt;
    return (await postponedUntil(deps, userId)) ?? send(user, unread);
  };

  const usersIn = async function* (room: LiveRoom): AsyncGenerator<string> {
    const { id, timeline, head } = room;
    let after: string | undefined;
    for (let seen = 0; seen < mostUsers;) {
      const query = { limit: pageLimit, ...(after === undefined ? {} : { after }) };
      const { userIds, hasMore } =
        head.room.type === 'public'
          ? await timeline
              .readMarkers(id, query)
              .then((page) => ({ ...page, userIds: page.readMarkers.map(({ userId }) => userId) }))
          : await timeline.members(id, query).then((page) => ({
              ...page,
              userIds: page.members.filter(({ state }) => state === 'joined').map((member) => member.user.id),
            }));
      yield* userIds;
      seen += pageLimit;
      after = userIds.at(-1);
      if (!hasMore || after === undefined) return;
    }
  };

  const lookIn = async (roomId: string): Promise<void> => {
    const room = await rooms.open(roomId);
    if (!room) return;
    const begunAt = now();
    const until = Math.ceil(begunAt) + leaseMs;
    const claim = await room.commit({ kind: 'claim-emails', ...by(room), node, until });
    if (!claim.records?.length) return;
    // Another node may have stored what made the room due.
    await room.look();
    let dueAt: number | null = null;
    for await (const userId of usersIn(room)) {
      if (isStopping || now() - begunAt > longestRoundMs) {
        dueAt = now();
        break;
      }
      const next = await lookAt(room, userId).catch((error: unknown) => {
        if (isUnusable(error)) throw error;
        logger.error({ err: error, roomId, userId }, 'a user could not be e-mailed');
        return now() + retryMs;
      });
      if (next !== null) dueAt = Math.min(dueAt ?? Infinity, next);
    }
    await room.commit({ kind: 'save-emails', ...by(room), node, dueAt, againAt: now() + rules.afterMs });
  };

  const sweep = async (): Promise<void> => {
    try {
      const query = { at: Math.floor(now()), limit: roomsAtOnce };
      for (const { roomId } of await storage.timeline.dueRecords(emailRoomKind, query))
        if (!isStopping) await lookIn(roomId);
    } catch (error) {
      // The storage health check reports this. Rooms stay due.
      const isTaken = error instanceof ChatError && error.code === 'conflict';
      if (!isTaken && !isUnusable(error)) logger.error({ err: error }, 'due e-mails could not be sent');
    }
  };

  const everyMs = Math.min(longestSweepMs, Math.max(shortestSweepMs, rules.afterMs / 4));
  const timer = setInterval(() => {
    if (!isStopping) sweeping ??= sweep().finally(() => (sweeping = null));
  }, everyMs).unref();

  return {
    level: rules.level,
    marksFor: (room, changes) => {
      if (
        room.retention === 'ephemeral' ||
        !changes.some(({ kind }) => kind === 'send' || kind === 'approve')
      )
        return [];
      const actor = { id: room.createdBy, name: room.createdBy };
      return [{ kind: 'mark-emails', actor, at: now(), dueAt: Math.ceil(now() + rules.afterMs) }];
    },
    serve: unsubscribe.serve,
    close: async () => {
      isStopping = true;
      clearInterval(timer);
      await sweeping;
    },
  };
};
