import { groupCallOf, pageSize, type GroupCall } from '@chat/protocol';
import type { ChatStorage } from '../storage/contract/storage.ts';

/** Calls for many that a store says go on: in all rooms, or in those from one room on. */
export async function* openGroupCalls(
  { timeline }: Pick<ChatStorage, 'timeline'>,
  from = '',
): AsyncGenerator<GroupCall> {
  for (let after = from, hasMore = true; hasMore;) {
    const page = await timeline.openCalls({ ...(after && { after }), limit: pageSize.max });
    ({ hasMore } = page);
    for (const message of page.messages) {
      after = message.roomId;
      const call = groupCallOf(message);
      if (call) yield call;
    }
  }
}

/** The call of one room. Its index is by room, in order: it is looked for from just before it. */
export const openGroupCallIn = async (
  storage: Pick<ChatStorage, 'timeline'>,
  roomId: string,
): Promise<GroupCall | null> => {
  for await (const call of openGroupCalls(storage, Array.from(roomId).slice(0, -1).join(''))) {
    if (call.roomId === roomId) return call;
    if (call.roomId > roomId) break;
  }
  return null;
};
