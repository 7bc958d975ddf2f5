import type { RoomCall } from '@chat/protocol';
import type { CallPushPayload, PushHow } from './push.ts';

/** Rings on the devices of who is called while they are away, and takes that back. */
export interface CallNotes {
  /** A call has changed. Resolves when the devices are told. */
  changed(call: RoomCall): Promise<void>;
}

interface CallNotesDeps {
  /** How long a call rings. */
  ringMs: number;
  now(): number;
  /** The title of the room, when this person is away and wants to be told of it now; else null. */
  wanted(call: RoomCall): Promise<string | null>;
  tell(userId: string, payload: CallPushPayload, how: PushHow): Promise<void>;
}

const mostRung = 1_000;

export const createCallNotes = ({ ringMs, now, wanted, tell }: CallNotesDeps): CallNotes => {
  /** Titles of the rooms of calls that devices have been told of, or are about to be. */
  const rung = new Map<string, Promise<string | null>>();

  return {
    changed: async (call) => {
      const { id, roomId, kind, state, caller, callee, startedAt, outcome } = call;
      const isNew = state === 'ringing' && !rung.has(id);
      if (isNew) {
        rung.set(id, wanted(call));
        for (const oldest of rung.keys()) {
          if (rung.size <= mostRung) break;
          rung.delete(oldest);
        }
      }
      const asked = rung.get(id);
      if (state !== 'ringing') rung.delete(id);
      else if (!isNew) return;
      const title = (await asked) ?? null;
      if (title === null) return;
      const payload: CallPushPayload = {
        v: 1,
        roomId,
        title,
        messageId: id,
        author: { name: caller.name },
        call: { kind, state, ...(outcome === undefined ? {} : { outcome }) },
        at: startedAt,
      };
      // Whoever is reached when it has ceased to ring is not rung at.
      const ttlSeconds = Math.max(1, Math.ceil((startedAt + ringMs - now()) / 1_000));
      const topic = `call ${id}`;
      await tell(callee.userId, payload, {
        topic,
        urgent: true,
        ...(state === 'ringing' ? { ttlSeconds } : {}),
      });
    },
  };
};
