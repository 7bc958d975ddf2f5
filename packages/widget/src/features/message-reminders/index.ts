import type { ChatClient, Stop } from '@chat/client';
import type { Feature, MessageContext } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';
import { onDevice } from '../../dom/browser-storage.ts';

/** Where this device stores that a user has set reminders: a guest has no other device. */
export const reminderMark = 'reminders';

/** Clients whose reminders have been loaded. */
const loaded = new WeakSet<ChatClient>();

const load = (client: ChatClient): void => {
  if (loaded.has(client) || (client.user?.guest && !onDevice.get(reminderMark))) return;
  loaded.add(client);
  client.reminders.load().catch(() => loaded.delete(client));
};

/** Messages of an ephemeral room are not stored. */
export const canRemind = ({ item, room }: MessageContext): boolean =>
  item.deletedAt === undefined && room.state.get().room?.retention !== 'ephemeral';

const watch = ({ client, host }: Parameters<NonNullable<Feature['watch']>>[0]): Stop[] => {
  if (host.localName !== 'chat-room') return [];
  load(client);
  const look = (): void => {
    if (client.reminders.get().items.some(({ due }) => due)) void messageReminders.lazy?.part.want(false);
  };
  look();
  return [client.reminders.subscribe(look)];
};

/** Loads when a reminder is due, or with the menu of a message. */
export const messageReminders: Feature = lazyFeature(
  {
    name: 'message-reminders',
    watch,
    actionNames: (context) => (canRemind(context) ? ['message-reminders'] : []),
  },
  {},
  async () => (await import('./message-reminders.ts')).messageReminders,
);
