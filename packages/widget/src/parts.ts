/** Parts that stand in the page by themselves, outside of a `<chat-room>`. */
const parts: Record<string, () => Promise<unknown>> = {
  'chat-call': () => import('./calls/chat-call.ts'),
  'chat-files': () => import('./chat-files.ts'),
  'chat-group-call': () => import('./calls/chat-group-call.ts'),
  'chat-launcher': () => import('./shape.ts'),
  'chat-members': () => import('./chat-members.ts'),
  'chat-rooms': () => import('./chat-rooms.ts'),
};

/** Defines the element of that name, if it is one of ours. */
export const loadPart = async (name: string): Promise<void> => void (await parts[name]?.());
