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

/** Returns the browser's subscription if it has this key: a server with another key cannot use it. */
const subscriptionFor = async (push: PushManager, key: Uint8Array): Promise<PushSubscription | null> => {
  const known = await push.getSubscription();
  const currentKey = known?.options.applicationServerKey;
  if (!known || !currentKey || new Uint8Array(currentKey).join() === key.join()) return known;
  await known.unsubscribe();
  return null;
};

/** Subscribes this device to push messages. Asks for permission first, so call it from a click handler. */
export const subscribeDevice = async (client: ChatClient, src: string, publicKey: string): Promise<void> => {
  // A worker of another origin cannot serve this page. Without one, the open page shows the notifications.
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

/** The user this device is subscribed for, and the day. */
const subscriberOf = ({ user }: ChatClient): string => `${user?.id ?? ''} ${new Date().toDateString()}`;

/**
 * Subscribes this device again, at most once a day per user: browsers drop subscriptions, and the server then forgets
 * them.
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
