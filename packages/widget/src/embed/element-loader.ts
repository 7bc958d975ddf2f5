/** Elements that a page may use outside of a `<chat-room>`. */
const parts: Record<string, () => Promise<unknown>> = {
  'chat-admin': () => import('../admin/chat-admin.ts'),
  'chat-avatar': () => import('../ui/chat-avatar.ts'),
  'chat-call': () => import('../features/calls/chat-call.ts'),
  'chat-files': () => import('../features/files/chat-files.ts'),
  'chat-group-call': () => import('../features/group-calls/chat-group-call.ts'),
  'chat-launcher': () => import('../layout/floating-layout.ts'),
  'chat-members': () => import('../features/members/chat-members.ts'),
  'chat-overlay': () => import('../stage/chat-overlay.ts'),
  'chat-replay': () => import('../replay/chat-replay.ts'),
  'chat-spotlight': () => import('../stage/chat-spotlight.ts'),
  'chat-rooms': () => import('../rooms/chat-rooms.ts'),
};

/** Defines the element of that name, if it is one of ours. */
export const loadPart = async (name: string): Promise<void> => void (await parts[name]?.());
