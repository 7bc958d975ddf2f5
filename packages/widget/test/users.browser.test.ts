import { ChatError } from '@chat/client';
import type { Profile } from '@chat/protocol';
import axe from 'axe-core';
import { expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ChatMembers } from '../src/features/members/chat-members.ts';
import type { ChatProfile } from '../src/features/users/chat-profile.ts';
import { ChatNewRoom } from '../src/room-list/new-room.ts';
import { ana, fakeChat, ines, luis, message, type FakeChat } from './fixtures/fake-client.ts';
import { mount, settle, type Mounted } from './fixtures/mount.ts';

const profiles = (fake: FakeChat, given: Record<string, Profile>): unknown[] => {
  const asked: unknown[] = [];
  const answer = async (id = ana.id): Promise<Profile> => {
    const profile = given[id];
    if (!profile) throw new ChatError('not_found', 'no such user');
    return profile;
  };
  Object.assign(fake.client, {
    users: {
      get: answer,
      update: (change: unknown) => {
        asked.push(change);
        return answer();
      },
      setStatus: async (status: string, options: unknown) => void asked.push([status, options]),
    },
    rooms: {
      ...fake.client.rooms,
      direct: async (id: string) => (asked.push(`direct ${id}`), { id: 'd-1' }),
    },
  });
  return asked;
};

const cardIn = async (root: ParentNode): Promise<ShadowRoot> => {
  await expect.poll(() => root.querySelector('chat-profile')).not.toBe(null);
  const card = root.querySelector<ChatProfile>('chat-profile')!;
  await card.updateComplete;
  return card.shadowRoot!;
};
const words = (root: ParentNode, selector: string) =>
  [...root.querySelectorAll(selector)].map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());

const peopleOf = async (mounted: Mounted): Promise<ShadowRoot> => {
  mounted.find('.people')!.click();
  await expect.poll(() => mounted.find('chat-members')?.shadowRoot?.querySelector('.person')).toBeTruthy();
  return (mounted.find('chat-members') as ChatMembers).shadowRoot!;
};

const about: Profile = {
  user: { ...luis, guest: true },
  status: 'busy',
  statusText: 'En consulta',
  about: 'Dos líneas\ny un <b>nombre</b>',
  fields: [
    { name: 'years', label: 'Años', value: 1200 },
    { name: 'open', label: 'Disponible', value: false },
  ],
};

test('a name in a message opens the profile by keyboard, and the profile leads to a direct room', async () => {
  const fake = fakeChat([message(luis, 'hola')]);
  profiles(fake, { [luis.id]: about });
  const mounted = await mount(fake);
  const name = mounted.rows()[0]!.querySelector<HTMLButtonElement>('button.author')!;
  name.focus();
  await userEvent.keyboard('{Enter}');
  const card = await cardIn(mounted.messages.shadowRoot!);
  await expect.poll(() => words(card, '.state')).toEqual(['No molestarEn consulta']);
  expect(words(card, 'h2, .tag')).toEqual(['Luis Ortega', 'invitado', 'Anfitrión']);
  expect(words(card, 'dt, dd')).toEqual(['Años', '1200', 'Disponible', 'No']);
  expect(card.querySelector('.about')?.textContent).toBe(about.about);
  expect(card.querySelector('form')).toBe(null);

  // It follows what becomes of them while it is open.
  profiles(fake, { [luis.id]: { user: luis, status: 'away' } });
  const members = fake.members.get();
  const items = members.items.map((each) =>
    each.user.id === luis.id ? { ...each, status: 'away' as const } : each,
  );
  fake.members.set({ ...members, items });
  await expect.poll(() => words(card, '.state')).toEqual(['Ausente']);

  const asked = profiles(fake, { [luis.id]: about });
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => mounted.messages.shadowRoot!.querySelector('chat-profile')).toBe(null);
  expect(mounted.messages.shadowRoot!.activeElement).toBe(name);

  // The page may take the room in hand; else the element shows it.
  mounted.rows()[0]!.querySelector<HTMLElement>('.side .avatar')!.click();
  const again = await cardIn(mounted.messages.shadowRoot!);
  const chosen: unknown[] = [];
  mounted.element.addEventListener('chat-room-chosen', (event) => {
    chosen.push((event as CustomEvent).detail);
    if (chosen.length === 1) event.preventDefault();
  });
  const talk = () => again.querySelector<HTMLElement>('.talk')!;
  talk().click();
  await expect.poll(() => chosen).toEqual([{ room: 'd-1' }]);
  expect(mounted.element.room).toBe('cita-42');
  await expect.poll(() => mounted.messages.shadowRoot!.querySelector('chat-profile')).toBe(null);
  name.click();
  (await cardIn(mounted.messages.shadowRoot!)).querySelector<HTMLElement>('.talk')!.click();
  await expect.poll(() => mounted.element.room).toBe('d-1');
  const back = mounted.element.querySelector<HTMLElement>(':scope > chat-back')!;
  await expect.poll(() => back.shadowRoot?.activeElement?.getAttribute('aria-label')).toBe('Volver');
  await userEvent.keyboard('{Enter}');
  expect(mounted.element.room).toBe('cita-42');
  expect(mounted.element.querySelector('chat-back')).toBe(null);
  expect(asked).toEqual([`direct ${luis.id}`, `direct ${luis.id}`]);
});

test('the member list opens the own profile, and saving sends only changed fields', async () => {
  const fake = fakeChat([message(ana, 'hola')]);
  const asked = profiles(fake, {
    [ana.id]: {
      user: ana,
      status: 'online',
      fields: [{ name: 'city', label: 'Ciudad', value: 'Lugo' }],
      own: {
        chosen: 'online',
        lastSeen: 'everyone',
        canRename: false,
        canPicture: true,
        fields: [
          { name: 'city', label: 'Ciudad', type: 'text', maxLength: 100 },
          { name: 'unit', label: 'Unidad', type: 'text', maxLength: 100, fixed: true },
        ],
      },
    },
  });
  const mounted = await mount(fake, { width: 900 });
  const people = await peopleOf(mounted);
  [...people.querySelectorAll<HTMLElement>('.person')]
    .find((each) => each.textContent.includes('tú'))!
    .click();
  const card = await cardIn(people);
  await expect.poll(() => card.querySelector('form')).not.toBe(null);
  expect([...new FormData(card.querySelector('form')!).keys()]).toEqual([
    'status',
    'statusText',
    'lapse',
    'about',
    'field:city',
    'lastSeen',
  ]);
  expect(card.querySelector('.talk')).toBe(null);
  card.querySelector<HTMLElement>('form .primary')!.click();
  await expect.poll(() => words(card, '.note')).toEqual(['Guardado']);
  expect(asked).toEqual([]);

  card.querySelector<HTMLInputElement>('.statuses label:last-child input')!.click();
  await userEvent.fill(card.querySelector<HTMLInputElement>('[name=statusText]')!, 'En consulta');
  card.querySelector<HTMLSelectElement>('select')!.value = 'hour';
  await userEvent.fill(card.querySelector('textarea')!, 'Soy yo');
  await userEvent.fill(card.querySelector<HTMLInputElement>('[name="field:city"]')!, '');
  card.querySelector<HTMLElement>('[name=lastSeen]')!.click();
  const from = Date.now();
  card.querySelector<HTMLElement>('form .primary')!.click();
  await expect.poll(() => asked.length).toBe(2);
  const [status, change] = asked as [[string, { text: string; until: number }], unknown];
  expect(status).toEqual(['busy', { text: 'En consulta', until: expect.any(Number) as number }]);
  expect(status[1].until - from - 3_600_000).toBeLessThan(1_000);
  expect(change).toEqual({ about: 'Soy yo', lastSeen: 'nobody', fields: { city: null } });
});

test('a private profile shows a note; without the feature, names are not links', async () => {
  const fake = fakeChat([message(luis, 'hola')]);
  profiles(fake, {});
  const mounted = await mount(fake, { lang: 'en' });
  mounted.rows()[0]!.querySelector<HTMLElement>('.author')!.click();
  const card = await cardIn(mounted.messages.shadowRoot!);
  await expect.poll(() => card.textContent).toContain('This profile is private.');
  expect(card.querySelector('.talk')).toBe(null);
  await userEvent.keyboard('{Escape}');
  mounted.element.features = '-profile';
  await settle();
  expect(mounted.rows()[0]!.querySelector('button.author')).toBe(null);
});

test.each(['light', 'dark'] as const)(
  'one press on a user starts a direct room; a group is a step of its own; %s',
  async (scheme) => {
    const fake = fakeChat();
    const made: string[] = [];
    const known = { room: { id: 'd', type: 'direct' }, peer: { user: luis, status: 'online' } };
    Object.assign(fake.client, {
      users: { search: async () => ({ users: [], hasMore: false }) },
      rooms: {
        get: () => ({ items: [known], loaded: true, hasMore: false }),
        direct: async (id: string) => {
          made.push(`direct ${id}`);
          return { id: 'd' };
        },
        create: async ({ userIds, encryption = '' }: { userIds: string[]; encryption?: string }) => {
          made.push(`group ${userIds.join()}${encryption}`);
          return { id: 'g' };
        },
      },
    });
    document.documentElement.style.colorScheme = scheme;
    const open = async () => {
      const dialog = new ChatNewRoom();
      dialog.client = fake.client;
      dialog.lang = 'en';
      dialog.made = (room) => void made.push(room);
      document.body.append(dialog);
      onTestFinished(() => dialog.remove());
      // Known people are listed before anything is typed.
      await expect.poll(() => words(dialog.renderRoot, '.people .person span[dir]')).toEqual(['Luis Ortega']);
      return dialog;
    };
    const check = async (dialog: ChatNewRoom) => {
      const { violations } = await axe.run(dialog, { rules: { region: { enabled: false } } });
      expect(violations.map(({ id }) => id)).toEqual([]);
    };
    const direct = await open();
    await check(direct);
    expect(direct.renderRoot.querySelector('[type=checkbox], [type=submit]')).toBeNull();
    await page.getByRole('button', { name: 'Luis Ortega' }).click();
    await expect.poll(() => made).toEqual([`direct ${luis.id}`, 'd']);
    await expect.poll(() => direct.isConnected).toBe(false);
    // Enter takes the first that is found.
    await open();
    await userEvent.keyboard('Lui{Enter}');
    await expect.poll(() => made.length).toBe(4);

    const group = await open();
    await page.getByRole('button', { name: 'New group' }).click();
    await expect.element(page.getByRole('dialog', { name: 'New group' })).toBeVisible();
    expect(group.renderRoot.querySelector(':focus')?.getAttribute('type')).toBe('search');
    await page.getByRole('checkbox', { name: 'Luis Ortega' }).click();
    await check(group);
    await page.getByRole('button', { name: 'Create group' }).click();
    await expect.poll(() => made.slice(4)).toEqual([`group ${luis.id}`, 'g']);
    expect(group.renderRoot.querySelector('[name=encrypted]')).toBeNull();

    // Where the page wants it, a group can be encrypted.
    const encrypted = await open();
    encrypted.encrypts = true;
    await page.getByRole('button', { name: 'New group' }).click();
    await page.getByRole('checkbox', { name: 'Luis Ortega' }).click();
    await page.getByRole('checkbox', { name: 'End-to-end encrypted' }).click();
    await check(encrypted);
    await page.getByRole('button', { name: 'Create group' }).click();
    await expect.poll(() => made.slice(6)).toEqual([`group ${luis.id}e2ee`, 'g']);
  },
);

test('the dialog for a new conversation finds users outside the latest rooms', async () => {
  const fake = fakeChat();
  const asked: string[] = [];
  Object.assign(fake.client, {
    rooms: { get: () => ({ items: [], loaded: true, hasMore: false }) },
    users: {
      search: async (words: string) => {
        asked.push(words);
        // The directory is open: without words, the server lists everyone.
        const users = words ? [luis] : [ines];
        return { users: users.map((user) => ({ user, status: 'offline' })), hasMore: false };
      },
    },
  });
  const dialog = new ChatNewRoom();
  dialog.client = fake.client;
  dialog.lang = 'en';
  document.body.append(dialog);
  onTestFinished(() => dialog.remove());
  await expect.poll(() => words(dialog.renderRoot, '.person span[dir]')).toEqual(['Inés Vidal']);
  await userEvent.type(dialog.renderRoot.querySelector('input[type=search]')!, 'orte');
  await expect.poll(() => words(dialog.renderRoot, '.person span[dir]')).toEqual(['Luis Ortega']);
  await expect.poll(() => asked.at(-1)).toBe('orte');
});
