import type { MessageItem, MessageList, Thread, ThreadList } from '@chat/client';
import type { Message } from '@chat/protocol';
import type { ListSource } from '../../messages/list-source.ts';

/** How many older pages are loaded to find one message, and their size. */
const mostPages = 50;
const pageSize = 100;

/** A thread as a message list: its first message, then the replies. Unchanged state keeps its identity. */
export const threadSource = (thread: Thread, me: () => string | undefined): ListSource => {
  const items = new WeakMap<Message, MessageItem>();
  let last: { list: ThreadList; shown: MessageList } | null = null;

  const itemOf = (root: Message): MessageItem => {
    const known = items.get(root) ?? { ...root, status: 'sent', mine: root.author.id === me() };
    items.set(root, known);
    return known;
  };
  const shownOf = (list: ThreadList): MessageList => {
    const { root, hasOlder, loaded } = list;
    if (root === undefined || !loaded) return { ...list, loaded: false };
    return root && !hasOlder ? { ...list, items: [itemOf(root), ...list.items] } : list;
  };
  const get = (): MessageList => {
    const list = thread.get();
    if (last?.list !== list) last = { list, shown: shownOf(list) };
    return last.shown;
  };
  return {
    get,
    subscribe: (listener) => thread.subscribe(() => listener(get())),
    loadOlder: (limit) => thread.loadOlder(limit),
    reach: async (messageId) => {
      for (let page = 0; page < mostPages; page++) {
        if (get().items.some(({ id }) => id === messageId)) return true;
        if (!(await thread.loadOlder(pageSize))) break;
      }
      return get().items.some(({ id }) => id === messageId);
    },
  };
};
