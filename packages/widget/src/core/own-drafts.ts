import type { ChatClient, OwnDraft } from '@chat/client';
import { inTab } from '../dom/browser-storage.ts';

/** Clients whose drafts have been loaded. */
const loaded = new WeakSet<ChatClient>();

/** Loads the drafts of a user, once. A guest has no other device. */
export const loadDrafts = (client: ChatClient): void => {
  if (loaded.has(client) || !client.user || client.user.guest) return;
  loaded.add(client);
  client.drafts.load().catch(() => loaded.delete(client));
};

const keyOf = (roomId: string, thread: string): string => `${roomId}${thread && `:${thread}`}`;

/** The text in the field of a room or thread in this tab, as the composer stores it. */
export const writtenIn = {
  get: (roomId: string, thread = ''): string => inTab.get(`draft:${keyOf(roomId, thread)}`) ?? '',
  set: (roomId: string, thread: string, text: string): void =>
    inTab.set(`draft:${keyOf(roomId, thread)}`, text),
};

/** The same when this tab and the server last agreed. */
export const agreedIn = {
  get: (roomId: string, thread = ''): string => inTab.get(`agreed:${keyOf(roomId, thread)}`) ?? '',
  set: (roomId: string, thread: string, text: string): void =>
    inTab.set(`agreed:${keyOf(roomId, thread)}`, text),
};

export const draftOf = (
  { drafts }: Pick<ChatClient, 'drafts'>,
  roomId: string,
  thread = '',
): OwnDraft | undefined =>
  drafts.get().items.find((each) => each.roomId === roomId && (each.threadId ?? '') === thread);

/** The text that the user has written for a room and not sent, here or on another device. */
export const draftIn = (client: Pick<ChatClient, 'drafts'>, roomId: string): string => {
  const written = writtenIn.get(roomId);
  const isAgreed = client.drafts.get().loaded && written === agreedIn.get(roomId);
  return (isAgreed ? (draftOf(client, roomId)?.text ?? '') : written).trim();
};
