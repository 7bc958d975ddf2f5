import { pageSize, type CallLine, type Message, type User } from '@chat/protocol';
import type { ChatStorage } from '../storage/contract/storage.ts';

/** Loads the calls that had not ended when the server stopped. */
export async function* openCalls({
  timeline,
  users,
}: ChatStorage): AsyncGenerator<{ message: Message; line: CallLine; callee: User }> {
  for (let after = '', hasMore = true; hasMore;) {
    const page = await timeline.openCalls({ ...(after && { after }), limit: pageSize.max });
    ({ hasMore } = page);
    for (const message of page.messages) {
      after = message.roomId;
      const { call: line } = message;
      if (!line) continue;
      const stored = await users.get(line.callee);
      yield { message, line, callee: stored?.user ?? { id: line.callee, name: line.callee } };
    }
  }
}
