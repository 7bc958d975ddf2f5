// Web Push on this device: the checkbox in the settings.
import { ChatError } from '@chat/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ana, fakeChat, luis, message, minutes, type FakeChat } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const endpoint = 'https://push.test/device';

/** A browser with push permission and the page's worker. */
const device = () => {
  const subscribed: PushSubscriptionOptionsInit[] = [];
  let subscription: object | null = null;
  const pushManager = {
    getSubscription: async () => subscription,
    subscribe: async (options: {
      applicationServerKey: Uint8Array<ArrayBuffer>;
      userVisibleOnly: boolean;
    }) => {
      subscribed.push(options);
      const { buffer } = options.applicationServerKey;
      subscription = {
        endpoint,
        options: { applicationServerKey: buffer },
        unsubscribe: async () => ((subscription = null), true),
      };
      return subscription;
    },
  };
  const { serviceWorker } = navigator;
  const known = vi
    .spyOn(serviceWorker, 'getRegistration')
    .mockResolvedValue({ active: {}, pushManager } as never);
  const asked = vi.spyOn(Notification, 'requestPermission').mockResolvedValue('granted');
  onTestFinished(() => {
    known.mockRestore();
    asked.mockRestore();
    localStorage.clear();
  });
  const allowed = vi.spyOn(Notification, 'permission', 'get').mockReturnValue('granted');
  onTestFinished(() => allowed.mockRestore());
  const giveUp = (): void => void (subscription = null);
  return { subscribed, giveUp, isSubscribed: () => subscription !== null };
};
const keyOf = (bytes: number[]) => ({ userVisibleOnly: true, applicationServerKey: Uint8Array.from(bytes) });

const settings = async (fake: FakeChat) => {
  fake.notified = { ...fake.notified, publicKey: 'AQID-_8' };
  const { find } = await mount(fake, { width: 340 });
  find('[aria-label=Notificaciones]')!.click();
  const box = () =>
    [...(find('chat-notification-settings')?.shadowRoot?.querySelectorAll('label') ?? [])]
      .find((label) => label.textContent.includes('con la pestaña en segundo plano'))
      ?.querySelector('input');
  const ready = () =>
    find('chat-notification-settings')?.shadowRoot?.querySelectorAll('fieldset:not(:disabled)');
  await expect.poll(() => ready()?.length).toBe(3);
  return { find, box };
};

test('checking the box subscribes browser and server; unchecking it unsubscribes both', async () => {
  const { subscribed, isSubscribed } = device();
  const fake = fakeChat([message(luis, 'hola')]);
  const told = vi.spyOn(fake.client.notifications, 'subscribe');
  const left = vi.spyOn(fake.client.notifications, 'unsubscribe');
  const { box } = await settings(fake);
  box()!.click();
  await expect.poll(() => told.mock.calls).toEqual([[expect.objectContaining({ endpoint })]]);
  expect(subscribed).toEqual([keyOf([1, 2, 3, 251, 255])]);
  expect(box()!.checked).toBe(true);
  box()!.click();
  await expect.poll(() => left.mock.calls).toEqual([[endpoint]]);
  await expect.poll(isSubscribed).toBe(false);
  expect(box()!.checked).toBe(false);
});

test('a lost push subscription is renewed by the next visit, once a day per user, and only if the user wants it', async () => {
  const { subscribed, giveUp } = device();
  const fake = fakeChat([message(luis, 'hola')]);
  fake.notified = { ...fake.notified, publicKey: 'AQID-_8' };
  const told = vi.spyOn(fake.client.notifications, 'subscribe');
  const asked = vi.spyOn(fake.client.notifications, 'settings');
  const visit = async () => {
    const { element } = await mount(fake);
    await settle();
    element.remove();
  };
  await visit();
  localStorage.setItem('chat:notes', 'on');
  await visit();
  expect(asked.mock.calls).toEqual([]);
  // The state after the switch, if the server was unreachable.
  localStorage.setItem('chat:told', 'wanted');
  await visit();
  await expect.poll(() => [subscribed.length, told.mock.calls.length]).toEqual([1, 1]);
  await visit();
  giveUp();
  await visit();
  expect(told.mock.calls.length).toBe(1);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes(60 * 24) });
  onTestFinished(() => void vi.useRealTimers());
  await visit();
  await expect.poll(() => [subscribed.length, told.mock.calls.length]).toEqual([2, 2]);
  Object.assign(fake.client, { user: luis });
  await visit();
  await expect.poll(() => [subscribed.length, told.mock.calls.length]).toEqual([2, 3]);
  // A server with another key cannot reach what was made for the one before.
  fake.notified = { ...fake.notified, publicKey: 'AQIE' };
  Object.assign(fake.client, { user: ana });
  await visit();
  await expect.poll(() => subscribed.at(-1)).toEqual(keyOf([1, 2, 4]));
});

test('an error shows if the server rejects the subscription', async () => {
  device();
  const fake = fakeChat([message(luis, 'hola')]);
  vi.spyOn(fake.client.notifications, 'subscribe').mockRejectedValue(new ChatError('overloaded', 'later'));
  const { find, box } = await settings(fake);
  box()!.click();
  await expect.poll(() => find('.note.problem')).not.toBeNull();
});
