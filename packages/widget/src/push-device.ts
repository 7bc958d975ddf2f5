import type { ChatClient } from '@chat/client';

const worker = 'push-worker.js';

export type DeviceState = 'on' | 'off' | 'blocked' | 'unsupported';

const canPush = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window;

/** The page's own service worker may have taken ours in; else ours is registered for the whole of this origin. */
const registration = async (src: string): Promise<ServiceWorkerRegistration> => {
  const known = await navigator.serviceWorker.getRegistration();
  if (known?.active) return known;
  await navigator.serviceWorker.register(`${src}/${worker}`, { scope: '/' });
  return navigator.serviceWorker.ready;
};

const toBytes = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));

/** Has this device told of messages while nobody looks. Asks the person first, so it has to begin with a click. */
export const subscribeDevice = async (client: ChatClient, src: string, publicKey: string): Promise<void> => {
  // Another origin's worker cannot serve this page; without one the page itself speaks while it is open.
  if (!canPush() || new URL(src, location.href).origin !== location.origin) return;
  const { pushManager } = await registration(src);
  const subscription =
    (await pushManager.getSubscription()) ??
    (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: toBytes(publicKey) }));
  await client.notifications.subscribe(subscription);
};

export const unsubscribeDevice = async (client: ChatClient): Promise<void> => {
  if (!canPush()) return;
  const known = await navigator.serviceWorker.getRegistration();
  const subscription = await known?.pushManager.getSubscription();
  if (!subscription) return;
  await client.notifications.unsubscribe(subscription.endpoint);
  await subscription.unsubscribe();
};
