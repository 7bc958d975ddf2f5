import type { GroupCall } from '@chat/protocol';
import type { GroupCallPushPayload, PushHow } from './push.ts';

/** Tells those who are away of a call for many, and takes that back when it is over. */
export interface GroupCallNotes {
  /** It has begun, or is over. Resolves when the devices are told. */
  changed(call: GroupCall): Promise<void>;
}

interface GroupCallNotesDeps {
  /** Calls `work` for everybody who is away and wants to be told of this room now. */
  each(roomId: string, work: (userId: string, title: string) => Promise<void>): Promise<void>;
  tell(userId: string, payload: GroupCallPushPayload, how: PushHow): Promise<void>;
}

/** A call may still be of interest so long after it began, s. */
const ttlSeconds = 3_600;
const mostCalls = 1_000;

export const createGroupCallNotes = ({ each, tell }: GroupCallNotesDeps): GroupCallNotes => {
  /** Who was told of calls that go on, by call. */
  const told = new Map<string, Promise<Map<string, GroupCallPushPayload>>>();

  const sayTo = (userId: string, payload: GroupCallPushPayload): Promise<void> =>
    tell(userId, payload, { topic: `call ${payload.messageId}`, urgent: true, ttlSeconds });

  const begin = async ({ id, roomId, kind, startedBy, startedAt }: GroupCall) => {
    const people = new Map<string, GroupCallPushPayload>();
    await each(roomId, async (userId, title) => {
      if (userId === startedBy.id) return;
      const payload: GroupCallPushPayload = {
        v: 1,
        roomId,
        title,
        messageId: id,
        author: { name: startedBy.name },
        groupCall: { kind, state: 'active' },
        at: startedAt,
      };
      people.set(userId, payload);
      await sayTo(userId, payload);
    });
    return people;
  };

  return {
    changed: async (call) => {
      const { id, state, kind } = call;
      const known = told.get(id);
      if (state === 'active') {
        // A retry of the start is no news.
        if (known) return;
        const beginning = begin(call);
        told.set(id, beginning);
        for (const oldest of told.keys()) {
          if (told.size <= mostCalls) break;
          told.delete(oldest);
        }
        await beginning;
        return;
      }
      told.delete(id);
      const people = (await known) ?? [];
      await Promise.all(
        [...people].map(([userId, payload]) => sayTo(userId, { ...payload, groupCall: { kind, state } })),
      );
    },
  };
};
