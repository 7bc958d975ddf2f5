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
    note: CallPush,
    each: (work: (userId: string, title: string) => Promise<void>) => Promise<void>,
  ): Promise<void>;
}

type Tell = (userId: string, payload: Payload, how: PushHow) => Promise<void>;

const mostCalls = 1_000;
/** A call for many may still be of interest so long after it began, s. */
const gatheredSeconds = 3_600;

export const createCallPushes = (tell: Tell): CallPushes => {
  /** Who was told of calls that are open, under which title, by call. */
  const told = new Map<string, Promise<Map<string, string>>>();

  const say = ({ payload, ttlSeconds }: CallPush, userId: string, title: string): Promise<void> =>
    tell(
      userId,
      { ...payload, title },
      {
        topic: `call ${payload.messageId}`,
        urgent: true,
        ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
      },
    );

  return {
    onChange: async (note, each) => {
      const { messageId } = note.payload;
      const known = told.get(messageId);
      if (!note.isOpen) {
        told.delete(messageId);
        const people = (await known) ?? [];
        await Promise.all([...people].map(([userId, title]) => say(note, userId, title)));
        return;
      }
      // A retry of the start is no news.
      if (known) return;
      const people = new Map<string, string>();
      const telling = each((userId, title) => {
        people.set(userId, title);
        return say(note, userId, title);
      });
      told.set(
        messageId,
        telling.then(() => people),
      );
      for (const oldest of told.keys()) {
        if (told.size <= mostCalls) break;
        told.delete(oldest);
      }
      await told.get(messageId);
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
