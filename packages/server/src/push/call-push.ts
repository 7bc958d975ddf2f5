import type { GroupCall, RoomCall } from '@chat/protocol';
import type { CallPushPayload, GroupCallPushPayload, PushHow } from './push.ts';

/** What devices are told of a call: of one that rings, or of one for many. */
export interface CallPush {
  /** It rings, or may be joined: who is away is told. Else it is taken back, of those who were. */
  isOpen: boolean;
  payload: CallPayload;
  /** Time it may wait for a device that is off, seconds. */
  ttlSeconds?: number;
}

type Payload = CallPushPayload | GroupCallPushPayload;
type CallPayload = Omit<CallPushPayload, 'title'> | Omit<GroupCallPushPayload, 'title'>;

/** Tells those who are away of calls, and takes that back. */
export interface CallPushes {
  /**
   * A call has changed. `each` calls `work` for everybody who is away and wants to be told of it now, with the title of the room.
   * Resolves when the devices are told.
   */
  onChange(
    push: CallPush,
    each: (work: (userId: string, title: string) => Promise<void>) => Promise<void>,
  ): Promise<void>;
}

type Tell = (userId: string, payload: Payload, how: PushHow) => Promise<void>;

const mostCalls = 1_000;
/** A call for many may still be of interest so long after it began, s. */
const gatheredSeconds = 3_600;

export const createCallPushes = (send: Tell): CallPushes => {
  /** Who was told of calls that are open, under which title, by call. */
  const notified = new Map<string, Promise<Map<string, string>>>();

  const notify = ({ payload, ttlSeconds }: CallPush, userId: string, title: string): Promise<void> =>
    send(
      userId,
      { ...payload, title },
      {
        topic: `call ${payload.messageId}`,
        urgent: true,
        ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
      },
    );

  return {
    onChange: async (push, each) => {
      const { messageId } = push.payload;
      const known = notified.get(messageId);
      if (!push.isOpen) {
        notified.delete(messageId);
        const users = (await known) ?? [];
        await Promise.all([...users].map(([userId, title]) => notify(push, userId, title)));
        return;
      }
      // A retry of the start is no news.
      if (known) return;
      const users = new Map<string, string>();
      const telling = each((userId, title) => {
        users.set(userId, title);
        return notify(push, userId, title);
      });
      notified.set(
        messageId,
        telling.then(() => users),
      );
      for (const oldest of notified.keys()) {
        if (notified.size <= mostCalls) break;
        notified.delete(oldest);
      }
      await notified.get(messageId);
    },
  };
};

/** Of a call between two. `ringMs`: how long it rings. */
export const callPush = (
  { id, roomId, kind, state, caller, startedAt, outcome }: RoomCall,
  { ringMs, now }: { ringMs: number; now: number },
): CallPush => ({
  isOpen: state === 'ringing',
  payload: {
    v: 1,
    roomId,
    messageId: id,
    author: { name: caller.name },
    call: { kind, state, ...(outcome === undefined ? {} : { outcome }) },
    at: startedAt,
  },
  // Whoever is reached when it has ceased to ring is not rung at.
  ...(state === 'ringing' ? { ttlSeconds: Math.max(1, Math.ceil((startedAt + ringMs - now) / 1_000)) } : {}),
});

/** Of a call for many. */
export const groupCallPush = ({ id, roomId, kind, state, startedBy, startedAt }: GroupCall): CallPush => ({
  isOpen: state === 'active',
  payload: {
    v: 1,
    roomId,
    messageId: id,
    author: { name: startedBy.name },
    groupCall: { kind, state },
    at: startedAt,
  },
  ttlSeconds: gatheredSeconds,
});
