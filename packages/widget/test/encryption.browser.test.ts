// An encrypted room, as its page shows it.
import { capabilities, ChatError } from '@chat/protocol';
import type { EncryptionState, MessageItem } from '@chat/client';
import { expect, test } from 'vitest';
import { isOptedIn, shows } from '../src/core/feature-filter.ts';
import { encryptedFeatures } from '../src/features/encryption/encrypted-features.ts';
import { language } from '../src/i18n/language.ts';
import { gistIn } from '../src/room-list/room-preview.ts';
import { fakeChat, ana, ines, message, room } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const encryptedMessage = (text: string, more: Partial<MessageItem> = {}): MessageItem => ({
  ...message(ines, text),
  encrypted: { epoch: 1, device: 'd', ciphertext: 'c', commitment: 'k' },
  ...more,
});

const ready: EncryptionState = {
  status: 'ready',
  error: null,
  devices: [
    { userId: ines.id, id: 'a', isOwn: false },
    { userId: ines.id, id: 'b', isOwn: false },
    { userId: ana.id, id: 'c', isOwn: true },
  ],
  newKeys: [ines.id],
  altered: [],
  verified: [],
  lapsed: [],
  warnings: [],
};

const encryptedChat = (items: MessageItem[], history: 'all' | 'since-join' = 'all') => {
  const fake = fakeChat(items);
  const settings = { ...room(), type: 'private' as const, encryption: 'e2ee' as const, history };
  const can = capabilities(settings, { role: 'owner' }, 0);
  const encryption = vary<EncryptionState | null>(ready);
  Object.assign(fake.room, { encryption });
  fake.state.set({ ...fake.state.get(), room: settings, can });
  return { fake, encryption };
};

test('a lock in the header opens what is encrypted, for whom, and with which devices', async () => {
  const { fake } = encryptedChat([encryptedMessage('hola')]);
  const { element } = await mount(fake, { width: 900 });
  const root = element.shadowRoot!;
  const lock = (): HTMLButtonElement | null => root.querySelector('button.encryption');
  await expect.poll(() => lock()?.title).toBe('Cifrado de extremo a extremo');
  expect(lock()?.ariaLabel).toBe('Cifrado');
  expect(lock()?.ariaExpanded).toBe('false');
  lock()?.click();
  const panel = () => root.querySelector('.encryption-panel');
  await expect.poll(() => panel()?.querySelectorAll('li').length).toBe(2);
  expect(lock()?.ariaExpanded).toBe('true');
  expect(panel()?.textContent).toMatch(/Solo pueden leerlos los dispositivos de los miembros/);
  expect(panel()?.textContent).not.toMatch(/segur/i);
  const rows = [...(panel()?.querySelectorAll('li') ?? [])].map((row) =>
    row.textContent.replace(/\s+/g, ' '),
  );
  expect(rows[0]).toMatch(/1 dispositivo/);
  expect(rows[1]).toMatch(/2 dispositivos.*dispositivo nuevo/);
});

test('what an encrypted room does not have is not offered', async () => {
  const { fake } = encryptedChat([encryptedMessage('hola')]);
  const { element } = await mount(fake, { width: 900, attributes: { features: '+summary' } });
  const root = element.shadowRoot!;
  await expect.poll(() => root.querySelector('button.encryption')).not.toBeNull();
  const offers = (name: string) => shows(root.querySelector('chat-messages')?.features ?? null, name);
  await expect.poll(() => offers('forward')).toBe(false);
  // This device searches.
  expect(root.querySelector('button.search')).not.toBeNull();
  fake.state.set({ ...fake.state.get(), room: { ...room(), type: 'private' } });
  await expect.poll(() => offers('forward')).toBe(true);
});

test.each([
  [null, ['files', 'search', 'encryption'], ['forward', 'private']],
  ['-files -encryption', ['reactions', 'search', 'encryption'], ['files', 'forward']],
  ['files search forward', ['files', 'search', 'encryption'], ['forward', 'reactions']],
  ['-search', ['files', 'encryption'], ['search', 'forward']],
  ['+summary +burst', ['burst', 'files', 'search'], ['summary', 'forward']],
])('a page with features="%s" shows %s there, and not %s', (given, shown, hidden) => {
  const features = encryptedFeatures(given);
  expect(shown.filter((name) => !shows(features, name))).toEqual([]);
  expect(hidden.filter((name) => shows(features, name))).toEqual([]);
  expect(isOptedIn(features, 'summary')).toBe(false);
});

test.each([
  ['all', 'no_key', /Aparecerá cuando esté en línea/],
  ['since-join', 'no_key', /no se puede leer aquí/],
  ['all', 'invalid', /no se muestra/],
] as const)(
  'with history %s a message with %s says why it has no text',
  async (history, undecryptable, says) => {
    const { fake } = encryptedChat(
      [encryptedMessage('hola'), encryptedMessage('', { undecryptable })],
      history,
    );
    const { find } = await mount(fake, { width: 360 });
    const list = () => find('chat-messages')?.shadowRoot;
    await expect.poll(() => list()?.querySelector('.undecryptable')?.textContent).toMatch(says);
    const row = list()?.querySelector('.undecryptable')?.closest('.message');
    expect(row?.ariaLabel).toMatch(says);
    expect(list()?.querySelectorAll('.undecryptable')).toHaveLength(1);
  },
);

test('a device that cannot join says so', async () => {
  const { fake, encryption } = encryptedChat([encryptedMessage('', { undecryptable: 'no_key' })]);
  const { element } = await mount(fake, { width: 360 });
  const bar = () => element.shadowRoot?.querySelector('.encryption-bar');
  await expect.poll(() => element.shadowRoot?.querySelector('button.encryption')).not.toBeNull();
  expect(bar()).toBeNull();
  encryption.set({ ...ready, status: 'failed', devices: [] });
  await expect.poll(() => bar()?.textContent).toMatch(/no puede leer los mensajes/);
  expect(bar()?.role).toBe('status');
  const error = new ChatError('forbidden', 'denied', { reason: 'not_encrypted' });
  encryption.set({ ...ready, status: 'failed', error });
  await expect.poll(() => bar()?.textContent).toMatch(/no está cifrada, pero lo está/);
});

test('the list of rooms says that the last message of a room that is not open is encrypted', () => {
  const summary = { room: room(), unread: 0, unreadMentions: 0, activeAt: 0 };
  const shown = (text: string) =>
    gistIn({ ...summary, lastMessage: encryptedMessage(text) }, ana.id, language('es'))?.text;
  expect([shown(''), shown('hola')]).toEqual(['Mensaje cifrado', 'hola']);
});
