import {
  mentionsUser,
  isThreadOnly,
  isQuiet,
  type GroupCall,
  type Limits,
  type Message,
  type Room,
  type RoomCall,
} from '@chat/protocol';
import { recordingIn } from '../files/recording-in.ts';
import type { Logger } from '../logger.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { hasBlocked } from '../users/blocked-users.ts';
import type { Profiles } from '../users/profiles.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import { effectiveRoleIn } from '../storage/decide/effective-role.ts';
import type { StoredNotificationSettings } from '../storage/contract/notification-store.ts';
import { createCallPushes, callPush, groupCallPush } from './call-push.ts';
import type {
  CallPushPayload,
  GroupCallPushPayload,
  PushHow,
  PushOptions,
  PushPayload,
  ReminderPushPayload,
} from './push.ts';

/** Notifies users who are away. */
export interface Notifier {
  /** Returns the key that browsers subscribe with. */
  publicKey(): Promise<string>;
  accepts(endpoint: string): boolean;
  /** Notifies users of a stored message. Resolves when the pushes are sent; never rejects. */
  onMessage(message: Message): Promise<void>;
  /** Notifies the callee of a call. Never rejects. */
  onCall(call: RoomCall): Promise<void>;
  /** Notifies members that a group call has begun or ended. Never rejects. */
  onGroupCall(call: GroupCall): Promise<void>;
  /** Notifies members that a room starts soon. Resolves when the pushes are sent; never rejects. */
  remind(room: Room): Promise<void>;
  /** Reminds a user of a message. Resolves when the pushes are sent; never rejects. */
  onReminder(userId: string, message: Message): Promise<void>;
  /** A user has joined a room: if they have devices, they follow it from now on. */
  onRoomEntered(roomId: string, userId: string): Promise<void>;
  close(): void;
}

interface NotifierDeps {
  storage: ChatStorage;
  onlineUsers: Pick<OnlineUsers, 'status'>;
  profiles: Pick<Profiles, 'read'>;
  rooms: Pick<RoomRegistry, 'open'>;
  limits: Limits;
  logger: Logger;
  now(): number;
}

const shownText = 240;
const pageSize = 100;

export const createNotifier = (
  push: PushOptions,
  { storage, onlineUsers, profiles, rooms, logger, now, limits }: NotifierDeps,
): Notifier => {
  const { notifications } = storage;
  const starting = push.start(storage.settings);
  starting.catch((error: unknown) => logger.error({ err: error }, 'push did not start'));
  const failed =
    (about: object, what: string) =>
    (error: unknown): void =>
      logger.warn({ err: error, ...about }, what);
  const throttle = createPushThrottle(failed({}, 'a delayed push was not sent'));

  /** Returns whether the user is not looking: no connection, or only idle ones. */
  const isAway = (userId: string): boolean => {
    const { status } = onlineUsers.status(userId);
    return status === 'offline' || status === 'away';
  };

  const mayRead = async (room: LiveRoom, userId: string, { to }: Pick<Message, 'to'>): Promise<boolean> => {
    if (to !== undefined && !to.includes(userId)) return false;
    const member = await room.timeline.member(room.id, userId);
    const user = member?.user ?? (await storage.users.get(userId))?.user ?? { id: userId, name: userId };
    return effectiveRoleIn(room.head.room, member, user) !== null;
  };

  const sendTo = async (
    userId: string,
    payload: PushPayload | CallPushPayload | GroupCallPushPayload | ReminderPushPayload,
    how: PushHow,
  ): Promise<void> => {
    for (const subscription of await notifications.subscriptions(userId)) {
      const outcome = await push
        .send(subscription, JSON.stringify(payload), how)
        .catch(failed({ userId }, 'a push was not sent'));
      if (outcome === 'gone') await notifications.unsubscribe(userId, subscription.endpoint);
    }
  };

  /**
   * A message in a thread alone concerns the thread's participants. Returns their ids; null for other
   * messages.
   */
  const concernedBy = async ({ timeline, id }: LiveRoom, message: Message): Promise<Set<string> | null> => {
    if (!isThreadOnly(message)) return null;
    const root = await timeline.message(id, message.threadId ?? '', { reader: message.author.id });
    const people = root ? [root.author, ...(root.thread?.participants ?? [])] : [];
    return new Set([...people.map((user) => user.id), ...message.mentions]);
  };

  const listens = async (
    userId: string,
    room: LiveRoom,
    message: Pick<Message, 'to'>,
    mention: boolean,
  ): Promise<boolean> => {
    const settings = await notifications.settings(userId);
    if (!wants(settings, room.id, mention)) return false;
    if (settings?.quiet && isQuiet(settings.quiet, now())) return false;
    const { silencedUntil = 0, forgotten } = await storage.preferences.get(userId, room.id);
    return !forgotten && silencedUntil <= now() && (await mayRead(room, userId, message));
  };

  const consider = async (userId: string, room: LiveRoom, sent: Message): Promise<void> => {
    const concerns = async (message: Message): Promise<boolean> =>
      isAway(userId) &&
      !(await hasBlocked(profiles, userId, sent.author.id)) &&
      (await listens(userId, room, message, mention));
    const mention = room.head.room.type === 'direct' || mentionsUser(sent, userId);
    if (userId === sent.author.id || !(await concerns(sent))) return;
    await throttle.run(`${userId} ${room.id}`, async (waited) => {
      // The message or the user's settings may have changed while the push waited.
      const message = waited ? await room.timeline.message(room.id, sent.id, { reader: userId }) : sent;
      if (!message || message.deletedAt !== undefined || (waited && !(await concerns(message)))) return;
      const payload = payloadOf(room.head.room, message, mention);
      await sendTo(userId, payload, { topic: room.id, urgent: mention });
    });
  };

  /** Calls `work` for every user who follows a room. */
  const eachFollower = async (roomId: string, work: (userId: string) => Promise<void>): Promise<void> => {
    for (let after: string | undefined; ;) {
      const page = await notifications.followers(roomId, {
        limit: pageSize,
        ...(after === undefined ? {} : { after }),
      });
      await Promise.all(page.userIds.map(work));
      after = page.userIds.at(-1);
      if (!page.hasMore || after === undefined) return;
    }
  };

  const callPushes = createCallPushes(sendTo);

  const called = (call: RoomCall): Promise<void> =>
    callPushes.onChange(callPush(call, { ringMs: limits.callRingMs, now: now() }), async (work) => {
      const { userId } = call.callee;
      const room = isAway(userId) ? await rooms.open(call.roomId) : null;
      if (!room || room.head.room.retention === 'ephemeral') return;
      if (await listens(userId, room, {}, true)) await work(userId, titleOf(room.head.room));
    });

  const gathered = (call: GroupCall): Promise<void> =>
    callPushes.onChange(groupCallPush(call), async (work) => {
      const room = await rooms.open(call.roomId);
      if (!room || room.head.room.retention === 'ephemeral') return;
      await eachFollower(call.roomId, async (userId) => {
        if (userId === call.startedBy.id || !isAway(userId)) return;
        if (await hasBlocked(profiles, userId, call.startedBy.id)) return;
        if (await listens(userId, room, {}, false)) await work(userId, titleOf(room.head.room));
      });
    });

  const remind = async ({ id, startsAt = 0, ...about }: Room): Promise<void> => {
    const room = await rooms.open(id);
    if (!room) return;
    const payload: ReminderPushPayload = {
      v: 1,
      roomId: id,
      title: about.title || id,
      reminder: { startsAt },
    };
    const ttlSeconds = Math.max(1, Math.ceil((startsAt - now()) / 1_000));
    await eachFollower(id, async (userId) => {
      // A reminder is as important as a mention.
      if (isAway(userId) && (await listens(userId, room, {}, true)))
        await sendTo(userId, payload, { topic: `reminder ${id}`, urgent: true, ttlSeconds });
    });
  };

  /** The user has chosen the time, so settings and quiet hours do not count. */
  const remindOf = async (userId: string, message: Message): Promise<void> => {
    const room = await rooms.open(message.roomId);
    if (!room || message.deletedAt !== undefined) return;
    if (!isAway(userId) || !(await mayRead(room, userId, {}))) return;
    const payload = { ...payloadOf(room.head.room, message, true), reminded: true as const };
    await sendTo(userId, payload, { topic: `reminder ${message.id}`, urgent: true });
  };

  const notifyRoom = async (message: Message): Promise<void> => {
    const room = await rooms.open(message.roomId);
    // Ephemeral messages are not given to a push service either, encrypted or not.
    if (!room || room.head.room.retention === 'ephemeral' || message.kind === 'system') return;
    const concerned = await concernedBy(room, message);
    await eachFollower(room.id, async (userId) => {
      if (concerned?.has(userId) ?? true) await consider(userId, room, message);
    });
  };

  return {
    publicKey: async () => (await starting).publicKey,
    accepts: (endpoint) => push.accepts(endpoint),
    onMessage: (message) =>
      notifyRoom(message).catch(failed({ roomId: message.roomId }, 'notifying users of a message failed')),
    onCall: (call) =>
      called(call).catch(failed({ callId: call.id }, 'notifying the callee of a call failed')),
    onGroupCall: (call) =>
      gathered(call).catch(failed({ callId: call.id }, 'notifying users of a group call failed')),
    remind: (room) => remind(room).catch(failed({ roomId: room.id }, 'notifying users of a reminder failed')),
    onReminder: (userId, message) =>
      remindOf(userId, message).catch(failed({ userId }, 'reminding a user of a message failed')),
    onRoomEntered: async (roomId, userId) => {
      if ((await notifications.subscriptions(userId)).length > 0) await notifications.follow(roomId, userId);
    },
    close: throttle.close,
  };
};

export const defaultSettings: StoredNotificationSettings = { level: 'all', rooms: {} };

const wants = (settings: StoredNotificationSettings | null, roomId: string, mention: boolean): boolean => {
  const { level, rooms } = settings ?? defaultSettings;
  const own = Object.hasOwn(rooms, roomId) ? rooms[roomId] : level;
  return own === 'all' || (own === 'mentions' && mention);
};

const titleOf = ({ id, title, type }: Room): string => (type === 'direct' ? '' : title || id);

/** The text of a message, or the names of its files. In an encrypted room these say nothing. */
const wordsOf = ({ text, attachments, encrypted }: Message): string =>
  text || (encrypted ? '' : attachments.map(({ name }) => name).join(', '));

/** Services take no more, bytes. */
const mostBytes = 3_000;

/** Adds what a device decrypts, if it fits into a push. */
const withSealed = (payload: PushPayload, message: Message): PushPayload => {
  const { encrypted, kind, replyTo, threadId, author } = message;
  if (!encrypted) return payload;
  const marked = { ...payload, encrypted: true as const };
  const thread = threadId === undefined ? {} : { threadId };
  const reply = replyTo === undefined ? {} : { replyTo };
  const whole = { ...marked, sealed: { ...encrypted, userId: author.id, kind, ...reply, ...thread } };
  return Buffer.byteLength(JSON.stringify(whole)) <= mostBytes ? whole : marked;
};

const payloadOf = (room: Room, message: Message, mention: boolean): PushPayload => {
  const { id: messageId, seq, author, location, createdAt } = message;
  const words = wordsOf(message);
  const recording = recordingIn(message);
  const payload: PushPayload = {
    v: 1,
    roomId: room.id,
    title: titleOf(room),
    messageId,
    seq,
    author: { name: author.name, ...(author.avatarUrl === undefined ? {} : { avatarUrl: author.avatarUrl }) },
    text: Array.from(words || (location ? '📍' : ''))
      .slice(0, shownText)
      .join(''),
    ...(recording && { recording }),
    mention,
    at: createdAt,
  };
  return withSealed(payload, message);
};

/** One push to a user; `waited`: it was delayed, and its message may have changed. */
type Task = (waited: boolean) => Promise<void>;

/**
 * Runs at most one task at a time for each key, with a pause in between. Of tasks that arrive meanwhile
 * only the last one runs.
 */
interface PushThrottle {
  /** Rejects if the task runs at once and fails; errors of delayed tasks go to `failed`. */
  run(key: string, task: Task): Promise<void>;
  /** Drops delayed tasks. */
  close(): void;
}

const pauseMs = 5_000;

const createPushThrottle = (failed: (error: unknown) => void): PushThrottle => {
  const busy = new Map<string, { timer: NodeJS.Timeout | null; next: Task | null }>();

  const rest = (key: string): void => {
    const entry = busy.get(key);
    if (!entry) return;
    entry.timer = setTimeout(() => {
      const { next } = entry;
      busy.delete(key);
      if (next) start(key, next, true).catch(failed);
    }, pauseMs).unref();
  };

  const start = async (key: string, task: Task, waited: boolean): Promise<void> => {
    const entry = busy.get(key);
    if (entry) {
      entry.next = task;
      return;
    }
    busy.set(key, { timer: null, next: null });
    await task(waited).finally(() => rest(key));
  };

  return {
    run: (key, task) => start(key, task, false),
    close: () => {
      for (const { timer } of busy.values()) if (timer) clearTimeout(timer);
      busy.clear();
    },
  };
};
