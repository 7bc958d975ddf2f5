import type { GroupCall, RoomCall } from '@chat/protocol';
import type { CallPushPayload, GroupCallPushPayload, PushHow } from './push.ts';

/** A push about a call or a group call. */
export interface CallPush {
  /**
   * Whether the call rings or can be joined: users who are away are notified. Otherwise notified users get
   * the end of it.
   */
  isOpen: boolean;
  payload: CallPayload;
  /** How long a push may wait for a device that is off, seconds. */
  ttlSeconds?: number;
}

type Payload = CallPushPayload | GroupCallPushPayload;
type CallPayload = Omit<CallPushPayload, 'title'> | Omit<GroupCallPushPayload, 'title'>;

/** Notifies users who are away about calls, and of their end. */
export interface CallPushes {
  /**
   * A call has changed. `each` calls `work` for every user who is away and wants to be notified now, with the
   * title of the room. Resolves when the pushes are sent.
   */
  onChange(
    push: CallPush,
    each: (work: (userId: string, title: string) => Promise<void>) => Promise<void>,
  ): Promise<void>;
}

type Tell = (userId: string, payload: Payload, how: PushHow) => Promise<void>;

const mostCalls = 1_000;
/** How long after its start a group call is still of interest, s. */
const gatheredSeconds = 3_600;

export const createCallPushes = (send: Tell): CallPushes => {
  /** Notified users of open calls, with the title each was shown, by call. */
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

/** Builds the push for a call. `ringMs`: how long it rings. */
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
  // A device that is reached after the call has stopped ringing must not ring.
  ...(state === 'ringing' ? { ttlSeconds: Math.max(1, Math.ceil((startedAt + ringMs - now) / 1_000)) } : {}),
});

/** Builds the push for a group call. */
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
