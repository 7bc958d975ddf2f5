import type { ChatClient } from '@chat/client';
import { onDevice } from '../dom/browser-storage.ts';

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

/** What the browser holds, if it is for this key: a server that has another cannot reach it. */
const subscriptionFor = async (push: PushManager, key: Uint8Array): Promise<PushSubscription | null> => {
  const known = await push.getSubscription();
  const currentKey = known?.options.applicationServerKey;
  if (!known || !currentKey || new Uint8Array(currentKey).join() === key.join()) return known;
  await known.unsubscribe();
  return null;
};

/** Has this device told of messages while nobody looks. Asks the person first, so it has to begin with a click. */
export const subscribeDevice = async (client: ChatClient, src: string, publicKey: string): Promise<void> => {
  // Another origin's worker cannot serve this page; without one the page itself speaks while it is open.
  if (!canPush() || new URL(src, location.href).origin !== location.origin) return;
  onDevice.set('told', 'wanted');
  const { pushManager } = await registration(src);
  const applicationServerKey = toBytes(publicKey);
  const subscription =
    (await subscriptionFor(pushManager, applicationServerKey)) ??
    (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
  await client.notifications.subscribe(subscription);
  onDevice.set('told', subscriberOf(client));
};

/** Who this device tells, and since when. */
const subscriberOf = ({ user }: ChatClient): string => `${user?.id ?? ''} ${new Date().toDateString()}`;

/**
 * Browsers give subscriptions up, and servers forget those that are gone: who wanted to be told on this device, and comes back,
 * subscribes it again. Once a day for whoever it is.
 */
export const keepSubscribed = async (client: ChatClient, src: string): Promise<void> => {
  const subscriber = onDevice.get('told');
  if (onDevice.get('notes') !== 'on' || subscriber === null || subscriber === subscriberOf(client)) return;
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  const { publicKey } = await client.notifications.settings();
  if (publicKey) await subscribeDevice(client, src, publicKey);
};

export const unsubscribeDevice = async (client: ChatClient): Promise<void> => {
  onDevice.set('told', '');
  if (!canPush()) return;
  const known = await navigator.serviceWorker.getRegistration();
  const subscription = await known?.pushManager.getSubscription();
  if (!subscription) return;
  await client.notifications.unsubscribe(subscription.endpoint);
  await subscription.unsubscribe();
};
