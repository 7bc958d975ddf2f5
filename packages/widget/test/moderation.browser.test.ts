import { ChatError, type ReportQueue } from '@chat/client';
import { auditedActs, capabilities, type AuditEntry, type Report } from '@chat/protocol';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { moderationTexts } from '../src/features/moderation/texts.ts';
import { openPanel } from '../src/core/open-panel.ts';
import { ana, fakeChat, ines, luis, message, minutes, room, type FakeChat } from './fixtures/fake-client.ts';
import { mount, settle, still, type Mounted } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const file = { fileId: 'f', name: 'cartel.png', type: 'image/png', size: 9, kind: 'image' as const };
const said = message(luis, 'compra barato');
const picture = message(luis, '', { attachments: [file] });
const recording = message(luis, '', {
  attachments: [
    { ...file, name: 'Recording 1.webm', type: 'video/webm', durationMs: 42_000, callKind: 'video' },
  ],
});
const secret = message(luis, 'entre nosotros', { to: [ines.id] });

const reportOf = (item: typeof said): Report => ({
  roomId: 'cita-42',
  messageId: item.id,
  rev: 1,
  author: luis,
  text: item.text,
  message: item,
  complaints: [{ by: ines, at: Date.now() - minutes(3), reason: 'Spam' }],
});

/** The client of a moderator. */
const keeper = (reports: Report[] = []) => {
  const fake = fakeChat([...Array.from({ length: 40 }, (_, index) => message(ines, `línea ${index}`)), said]);
  const { me } = fake.state.get();
  const can = capabilities(room(), { role: 'owner' }, 0);
  fake.state.set({ ...fake.state.get(), me: { ...me!, role: 'owner' }, can });
  const queue = vary<ReportQueue>({ items: reports, hasMore: false, loaded: true });
  const resolve = async (messageId: string) => {
    queue.set({ ...queue.get(), items: queue.get().items.filter((each) => each.messageId !== messageId) });
  };
  Object.assign(fake.room, { reports: { ...fake.room.reports, ...queue, resolve } });
  return fake;
};

const open = async (fake: FakeChat, width = 900) => {
  const mounted = await mount(fake, { width });
  openPanel(mounted.element, 'moderation');
  const panel = () => mounted.find('chat-moderation')?.shadowRoot;
  await expect.poll(() => panel()?.querySelector('.content')).toBeTruthy();
  const named = (text: string) =>
    [...(panel()?.querySelectorAll('button') ?? [])].filter((each) => each.innerText.trim() === text);
  return { ...mounted, panel: () => panel()!, named };
};

test('a report shows the message and its files and links to it, but not to private messages of others', async () => {
  const reports = [picture, recording, secret, said].map(reportOf);
  const { panel, named, rows } = await open(keeper(reports));
  const cards = [...panel().querySelectorAll<HTMLElement>('.card')];
  const files = () => cards.map((card) => card.querySelector('.files')?.textContent?.trim());
  await expect
    .poll(files)
    .toEqual(['cartel.png', 'Grabación de la videollamada · 0:42', undefined, undefined]);
  const linked = cards.map((card) => card.innerText.includes('Ver en la conversación'));
  expect(linked).toEqual([true, true, false, true]);
  named('Ver en la conversación').at(-1)!.click();
  const found = () => rows().find((row) => row.classList.contains('found'))?.textContent;
  await expect.poll(found).toContain('compra barato');
  // Of what is not to be found it says so.
  named('Ver en la conversación')[0]!.click();
  await expect
    .poll(() => panel().querySelector('.content > [role=status]')?.textContent)
    .toBe('Este mensaje ya no está disponible.');
});

test('the focus stays in the queue when reports are resolved by keyboard', async () => {
  const { panel, named } = await open(keeper([reportOf(said), reportOf(picture)]));
  named('Descartar')[0]!.focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => panel().querySelectorAll('.card').length).toBe(1);
  await settle();
  expect(panel().activeElement?.closest('.card')?.textContent).toContain('cartel.png');
  named('Descartar')[0]!.focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => panel().querySelectorAll('.card').length).toBe(0);
  await settle();
  expect(panel().activeElement?.id).toBe('content');
});

test.each(['es', 'en', 'fr', 'pt', 'de', 'ar'])(
  '%s has a text with the actor for every audited act',
  (tag) => {
    const { acts } = moderationTexts(tag);
    const told = auditedActs.filter((act) => act !== 'user:erase');
    expect(told.filter((act) => !acts[act].includes('{by}'))).toEqual([]);
  },
);

test('the history shows invitations and deleted files', async () => {
  const fake = keeper();
  const entry = (act: AuditEntry['act']): AuditEntry => ({
    roomId: 'cita-42',
    rev: 1,
    at: Date.now() - minutes(9),
    act,
    by: ana,
    user: luis,
  });
  const list = async () => ({ entries: [entry('member:invite'), entry('file:delete')], hasMore: false });
  Object.assign(fake.room, { audit: { list } });
  const { panel, named } = await open(fake);
  named('Registro')[0]!.click();
  await expect
    .poll(() => [...panel().querySelectorAll('.history li span')].map((each) => each.textContent))
    .toEqual(['Ana Ruiz invitó a Luis Ortega', 'Ana Ruiz eliminó un archivo de Luis Ortega']);
  // Two adjacent names stay apart in either direction of text.
  const people = [...panel().querySelectorAll('.history li:first-child bdi')];
  expect(people.map((each) => each.textContent)).toEqual(['Ana Ruiz', 'Luis Ortega']);
});

const report = async ({ rows, messages }: Mounted) => {
  rows().at(-1)?.querySelector<HTMLElement>('.more')?.click();
  const entry = () =>
    messages.renderRoot
      .querySelector('chat-message-menu')
      ?.shadowRoot?.querySelector<HTMLElement>('.menu:popover-open .report');
  await expect.poll(entry).toBeTruthy();
  entry()?.click();
  const root = () => messages.renderRoot.querySelector('chat-report')?.shadowRoot;
  await expect.poll(() => root()?.querySelector('dialog[open] textarea')).toBeTruthy();
  return root;
};

test('a report is confirmed, or its error shown; Escape closes only the dialog', async () => {
  const fake = fakeChat([picture]);
  const mounted = await mount(fake, { attributes: { layout: 'launcher', open: '' } });
  const root = await report(mounted);
  expect(root()?.querySelector('blockquote')?.textContent).toBe('cartel.png');
  const refuse = vi.spyOn(fake.room.reports, 'report');
  refuse.mockRejectedValueOnce(new ChatError('rate_limited', 'too many', { retryAfterMs: 5_000 }));
  await userEvent.fill(root()!.querySelector('textarea')!, 'feo');
  root()?.querySelector<HTMLElement>('[type=submit]')?.click();
  await expect.poll(() => root()?.querySelector('[role=alert]')?.textContent).not.toBe('');
  expect(root()?.querySelector('textarea')?.value).toBe('feo');
  root()?.querySelector<HTMLElement>('[type=submit]')?.click();
  const note = () => mounted.find('.note-place[role=status] .note')?.innerText;
  await expect.poll(note).toContain('moderadores lo revisarán');
  expect(mounted.messages.renderRoot.querySelector('chat-report')).toBeNull();
  await page.screenshot({ path: '../../../node_modules/.shots/reported.png' });
  await report(mounted);
  await userEvent.keyboard('{Escape}');
  await still();
  expect(mounted.messages.renderRoot.querySelector('chat-report')).toBeNull();
  expect(mounted.element.shown).toBe(true);
});

/** A message of an encrypted room, as the server has it. */
const sealed = {
  ...said,
  text: '',
  encrypted: { epoch: 1, device: 'd', ciphertext: 'c', commitment: 'h' },
};

test('in an encrypted room the reporter is told that moderators can then read the message', async () => {
  const fake = fakeChat([{ ...said, encrypted: sealed.encrypted }]);
  fake.state.set({ ...fake.state.get(), room: { ...room(), encryption: 'e2ee' } });
  const send = vi.spyOn(fake.room.reports, 'report');
  const mounted = await mount(fake);
  const root = await report(mounted);
  const notice = root()?.querySelector<HTMLElement>('#reveal');
  expect(notice?.innerText).toContain('podrán leer este mensaje, y ningún otro');
  expect(root()?.querySelector('dialog')?.getAttribute('aria-describedby')).toBe('reveal');
  root()?.querySelector<HTMLElement>('[type=submit]')?.click();
  await expect.poll(() => send.mock.calls).toEqual([[said.id, 'Spam', { reveal: true }]]);
});

test.each([{ encryption: 'e2ee' as const, undecryptable: 'no_key' as const }, {}])(
  'a report that reveals nothing says nothing of it, %j',
  async ({ encryption, undecryptable }) => {
    const fake = fakeChat([{ ...said, ...(undecryptable ? { text: '', undecryptable } : {}) }]);
    fake.state.set({ ...fake.state.get(), room: { ...room(), ...(encryption ? { encryption } : {}) } });
    const send = vi.spyOn(fake.room.reports, 'report');
    const root = await report(await mount(fake));
    expect(root()?.querySelector('#reveal')).toBeNull();
    root()?.querySelector<HTMLElement>('[type=submit]')?.click();
    await expect.poll(() => send.mock.calls).toEqual([[said.id, 'Spam', { reveal: false }]]);
  },
);

test('a moderator sees what a reporter has revealed of an encrypted message, and when nothing is', async () => {
  const at = Date.now();
  const revealed = {
    ...reportOf(sealed),
    text: 'algo feo',
    message: { ...sealed, editedAt: at - minutes(2) },
    complaints: [
      { by: ines, at: at - minutes(3), revealed: true as const },
      { by: luis, at: at - minutes(1), revealed: true as const, text: 'algo peor' },
    ],
  };
  const { panel } = await open(keeper([revealed, { ...reportOf(sealed), messageId: 'm2' }]));
  const [first, second] = [...panel().querySelectorAll<HTMLElement>('.card')];
  expect([...(first?.querySelectorAll('blockquote') ?? [])].map((each) => each.innerText.trim())).toEqual([
    'algo feo',
    'algo peor',
  ]);
  expect(first?.innerText.match(/Texto revelado por quien lo denunció/g)).toHaveLength(2);
  expect(first?.innerText).toContain('Editado después de la denuncia');
  expect(second?.innerText).toContain('Quien lo denunció no reveló el texto');
  expect(second?.innerText).not.toContain('Editado');
});

test.each([390, 900])(
  'muting and unmuting show a confirmation and a mark in the member list, %i px',
  async (width) => {
    const fake = keeper();
    const members = fake.members.get();
    const mute = async (userId: string, until: number | null) => {
      const items = members.items.map((each) =>
        each.user.id === userId
          ? { ...each, role: 'guest' as const, ...(until === null ? {} : { mutedUntil: until }) }
          : each,
      );
      fake.members.set({ ...members, items });
    };
    Object.assign(fake.room.members, { mute });
    const mounted = await mount(fake, { width, lang: 'en' });
    openPanel(mounted.element, 'members');
    const people = () => mounted.find('chat-members')!.shadowRoot!;
    await expect.poll(() => people().querySelectorAll('.member').length).toBe(3);
    const person = () =>
      [...people().querySelectorAll<HTMLElement>('.member')].find((each) => each.innerText.includes('Inés'))!;
    const choose = async (name: string, within = false) => {
      if (!within) person().querySelector<HTMLElement>('.icon-button')!.click();
      const entry = () =>
        people().querySelector('chat-message-menu')!.shadowRoot!.querySelector<HTMLElement>(`.${name}`);
      await expect.poll(entry).not.toBeNull();
      entry()!.click();
    };
    const note = () => mounted.find('.note-place[role=status] .note')?.innerText.trim();
    await choose('mute');
    await choose('mute10', true);
    await expect.poll(note).toMatch(/^Inés Vidal is muted until \d+:\d\d [AP]M$/);
    await expect.poll(() => person().innerText).toMatch(/Muted until \d+:\d\d [AP]M/);
    await page.screenshot({ path: `../../../node_modules/.shots/muted-${width}.png` });
    const layer = (selector: string) => Number(getComputedStyle(mounted.find(selector)!).zIndex) || 0;
    expect(layer('.note-place')).toBeGreaterThan(layer('.panel'));
    await choose('unmute');
    await expect.poll(note).toBe('Inés Vidal can send messages again');
    expect(person().innerText).not.toContain('Muted');
  },
);

test('a member menu has roles before moderation, and says what was done', async () => {
  const fake = keeper();
  const done: string[] = [];
  Object.assign(fake.room.members, {
    update: async (userId: string, role: string) => void done.push(`${role} ${userId}`),
    ban: async (userId: string) => void done.push(`ban ${userId}`),
    remove: async (userId: string) => void done.push(`remove ${userId}`),
  });
  const { items, ...others } = fake.members.get();
  fake.members.set({
    ...others,
    items: items.map((each) => (each.user === ines ? { ...each, role: 'member' as const } : each)),
  });
  const mounted = await mount(fake, { width: 390, lang: 'en' });
  openPanel(mounted.element, 'members');
  const people = () => mounted.find('chat-members')!.shadowRoot!;
  const person = () =>
    [...(people()?.querySelectorAll<HTMLElement>('.member') ?? [])].find((each) =>
      each.innerText.includes('Inés'),
    );
  await expect.poll(() => person()?.querySelector('.icon-button')).toBeTruthy();
  const entries = () =>
    [...people().querySelectorAll('chat-message-menu')].flatMap((menu) => [
      ...menu.shadowRoot!.querySelectorAll<HTMLElement>(':popover-open [role=menuitem]'),
    ]);
  const labels = () => entries().map((each) => each.innerText.trim());
  const choose = async (name: string) => {
    await expect.poll(() => entries().some((each) => each.matches(`.${name}`))).toBe(true);
    entries()
      .find((each) => each.matches(`.${name}`))!
      .click();
  };
  const openMenu = () => person()!.querySelector<HTMLElement>('.icon-button')!.click();
  openMenu();
  await expect
    .poll(() => labels().slice(-5))
    .toEqual(['Make host', 'Mute…', 'Block', 'Remove from conversation', 'Ban']);
  await still();
  await page.screenshot({ path: '../../../node_modules/.shots/person-menu.png' });
  await choose('mute');
  await expect
    .poll(() => labels().slice(-6, -3))
    .toEqual(['Mute for 10 minutes', 'Mute for 1 hour', 'Mute for 1 day']);
  await userEvent.keyboard('{Escape}');
  // A press on the button that has just closed the menu does not open it again.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const note = () => mounted.find('.note-place[role=status] .note')?.innerText.trim();
  for (const [name, said] of [
    ['role', 'Inés Vidal is now a moderator'],
    ['owner', 'Inés Vidal is now a host'],
    ['remove', 'Inés Vidal was removed'],
    ['ban', 'Inés Vidal was banned'],
  ] as const) {
    openMenu();
    await choose(name);
    if (name !== 'role') await choose(name);
    await expect.poll(note).toBe(said);
  }
  expect(done).toEqual([`moderator ${ines.id}`, `owner ${ines.id}`, `remove ${ines.id}`, `ban ${ines.id}`]);
});

test('acts of the panel are confirmed, and messages of a banned user have a mark', async () => {
  const fake = keeper([reportOf(said), reportOf(picture), reportOf(secret)]);
  const bans = [{ user: ines }];
  Object.assign(fake.room.members, {
    bans: async () => ({ bans: [...bans], hasMore: false }),
    mute: async () => {},
    unban: async (userId: string) => {
      bans.pop();
      fake.tell({ type: 'member:left', roomId: 'cita-42', rev: 2, userId, reason: 'left' });
    },
  });
  const { find, named, rows, scroller } = await open(fake);
  const note = () => find('.note-place[role=status] .note')?.innerText.trim();
  named('Descartar')[0]!.click();
  await expect.poll(note).toBe('Denuncia descartada');
  named('Silenciar 1 hora')[0]!.click();
  await expect.poll(note).toMatch(/^Se ha silenciado a Luis Ortega hasta/);
  named('Eliminar mensaje')[0]!.click();
  await expect.poll(note).toBe('Mensaje eliminado');
  scroller().scrollTop = 0;
  const marks = () => [
    ...new Set(rows().flatMap((row) => [...row.querySelectorAll('.tag')].map((tag) => tag.textContent))),
  ];
  await expect.poll(marks).toContain('Vetado');
  expect(rows()[0]!.ariaLabel).toMatch(/^Inés Vidal \(Vetado\): /);
  await page.screenshot({ path: '../../../node_modules/.shots/banned-mark.png' });
  named('Vetados')[0]!.click();
  await expect.poll(() => named('Levantar el veto').length).toBe(1);
  named('Levantar el veto')[0]!.click();
  await expect.poll(note).toBe('Se ha levantado el veto a Inés Vidal');
  await expect.poll(marks).not.toContain('Vetado');
});

test.each(['light', 'dark'] as const)(
  'moderators see above their field that a conversation is locked or in slow mode, %s',
  async (scheme) => {
    const fake = keeper();
    const { composer } = await mount(fake, { width: 390, lang: 'en', scheme });
    const limits = () =>
      [...composer.renderRoot.querySelectorAll<HTMLElement>('.limit')].map((each) => each.innerText.trim());
    await still();
    expect(limits()).toEqual([]);
    const shown = room({ frozen: true, slowModeSeconds: 10 });
    fake.state.set({ ...fake.state.get(), room: shown });
    await expect
      .poll(limits)
      .toEqual(['Only moderators can send messages right now.', 'Slow mode: one message every 10 seconds']);
    await still();
    await page.screenshot({ path: `../../../node_modules/.shots/limits-${scheme}.png` });
  },
);

test('the mark of a mute disappears when the mute expires', async () => {
  const fake = keeper();
  const { items, ...rest } = fake.members.get();
  fake.members.set({ ...rest, items: items.map((each) => ({ ...each, mutedUntil: Date.now() + 1_500 })) });
  const mounted = await mount(fake, { width: 900, lang: 'en' });
  openPanel(mounted.element, 'members');
  const text = () =>
    mounted.find('chat-members')?.shadowRoot?.querySelector<HTMLElement>('.members')?.innerText;
  await expect.poll(text).toContain('Muted until');
  await expect.poll(text).not.toContain('Muted until');
});

test('moderation, moderating a member, and muting for a time have different icons, and none a clock', async () => {
  const { find, messages, rows } = await mount(keeper(), { width: 900 });
  const draw = (element?: Element | null) =>
    [...(element?.querySelectorAll('path, circle, rect') ?? [])].map((each) => each.outerHTML).join('');
  const menu = () => [...messages.renderRoot.querySelectorAll('chat-message-menu')].at(-1)?.shadowRoot;
  const entry = (selector: string) => menu()?.querySelector<HTMLElement>(`[role=menuitem]${selector}`);
  rows().at(-2)!.querySelector<HTMLElement>('.more')!.click();
  await expect.poll(() => entry('.moderate')).toBeTruthy();
  const moderate = draw(entry('.moderate'));
  expect(moderate).not.toBe('');
  expect(moderate).not.toBe(draw(find('.moderation')));
  entry('.moderate')!.click();
  await expect.poll(() => entry('.mute')).toBeTruthy();
  const mute = draw(entry('.mute'));
  entry('.mute')!.click();
  await expect.poll(() => entry('.mute10')).toBeTruthy();
  const times = [...menu()!.querySelectorAll('[class^=mute]')].map(draw);
  expect(new Set(times)).toEqual(new Set([mute]));
});
