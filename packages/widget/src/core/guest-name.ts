import type { ChatClient } from '@chat/client';
import { type ClientController, visitOf, visits } from './client-controller.ts';
import { inTab, onDevice } from '../dom/browser-storage.ts';

/** The name that the form starts with. */
export const offeredName = ({ chosen }: ClientController, given: string): string =>
  chosen || given || (onDevice.get('name') ?? '');

/**
 * Stores the name from the form once the server has accepted it: the other elements of the page use it, a reload does
 * not ask again, and the form of later visits starts with it.
 */
export const keepGuestName = ({ chosen, src, client }: ClientController): void => {
  const visit = visitOf(src);
  if (!chosen || chosen === visit.name || !client?.user?.guest) return;
  visit.name = chosen;
  onDevice.set('name', chosen);
  inTab.set(`name:${src}`, chosen);
  for (const host of visit.hosts) host.requestUpdate();
};

/** Reconnects all elements of the page to this server, under their current identity. */
export const renewVisit = (src: string): void => {
  const visit = visitOf(src);
  visit.generation++;
  for (const host of visit.hosts) host.requestUpdate();
};

/** Storage key that notifies the other tabs of this origin. */
const signOutKey = 'signed-out';

/** Whether a name from the form is in use. */
export const isNamedByForm = ({ user }: ChatClient): boolean =>
  user?.guest === true && [...visits.values()].some(({ name }) => name);

const clear = (storage: () => Storage): void => {
  try {
    for (const key of Object.keys(storage())) if (key.startsWith('chat:')) storage().removeItem(key);
  } catch {
    // A sandboxed frame has no storage.
  }
};

const forgetNames = (): void => {
  clear(() => sessionStorage);
  for (const [src, visit] of visits) {
    visit.name = '';
    renewVisit(src);
  }
};

/** Signs the guest out: clears this device, and all elements in all tabs ask for a name again. */
export const signOut = async (client: ChatClient): Promise<void> => {
  if (onDevice.get('told'))
    await import('./push-subscription.ts')
      .then(({ unsubscribeDevice }) => unsubscribeDevice(client))
      .catch(() => {}); // the server drops a subscription that the browser has given up
  await client.data.forgetDevice();
  clear(() => localStorage);
  forgetNames();
  onDevice.set(signOutKey, String(Date.now()));
};

// A page rendered on a server has no other tabs.
globalThis.addEventListener?.('storage', ({ key, newValue }) => {
  if (key === `chat:${signOutKey}` && newValue) forgetNames();
});
