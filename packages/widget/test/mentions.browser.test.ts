import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { mentionedUsers } from '../src/text/mention-names.ts';
import { capabilities } from '@chat/protocol';
import { ana, fakeChat, ines, luis, member, message, room, receiptState } from './fixtures/fake-client.ts';
import { mount, settle, still, type Mounted } from './fixtures/mount.ts';

const suggested = ({ composer }: Mounted) =>
  [...composer.renderRoot.querySelectorAll<HTMLElement>('[role=option]')].map((each) =>
    each.querySelector('span[dir]')?.textContent?.trim(),
  );

describe('mentionedUsers', () => {
  const named = [
    { userId: 'ana', name: 'Ana' },
    { userId: 'ana-maria', name: 'Ana María' },
    { userId: 'other', name: 'Ana' },
  ];
  test.each([
    ['hola @Ana', ['ana']],
    ['@Ana María y **@Ana**, y @Ana', ['ana-maria', 'ana']],
    ['> @Ana\n\n- uno\n  - @Ana María', ['ana', 'ana-maria']],
    ['`@Ana` @Anabel ana@Ana.es', []],
    ['Ana', []],
  ])('%j', (text, expected) => {
    expect(mentionedUsers(text, named)).toEqual(expected);
  });
});

test('an @ suggests users; chosen and fully typed names are sent by id', async () => {
  sessionStorage.clear();
  const fake = fakeChat([message(luis, 'hola')]);
  const sent: unknown[] = [];
  const { send } = fake.room.messages;
  fake.room.messages.send = (content) => {
    sent.push(content);
    return send(content);
  };
  const mounted = await mount(fake);
  const field = mounted.field();
  field.focus();
  await userEvent.keyboard('Hola @');
  await expect.poll(() => suggested(mounted)).toEqual(['Luis Ortega', 'Inés Vidal']);
  await userEvent.keyboard('ines');
  await expect.poll(() => suggested(mounted)).toEqual(['Inés Vidal']);
  expect(field.getAttribute('aria-activedescendant')).toBe('mention-0');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => field.value).toBe('Hola @Inés Vidal ');
  expect(sent).toEqual([]);
  await userEvent.keyboard('y @Luis Ortega{Escape}{Enter}');
  await expect
    .poll(() => sent)
    .toEqual([{ text: 'Hola @Inés Vidal y @Luis Ortega', mentions: [ines.id, luis.id] }]);
  await userEvent.keyboard('nadie@example.org{Enter}');
  await expect.poll(() => sent.at(-1)).toEqual({ text: 'nadie@example.org' });
  sessionStorage.clear();
});

test('an edit adds new mentions, removes deleted ones, and keeps mentions that have no name in the text', async () => {
  sessionStorage.clear();
  const fake = fakeChat([
    message(ana, 'Hola @Luis Ortega', { mentions: [luis.id] }),
    message(ana, 'Mira esto', { mentions: [ines.id] }),
    message(ana, '@todos: empezamos', { mentionsAll: true }),
  ]);
  const mounted = await mount(fake);
  const field = mounted.field();
  const change = async (index: number, typed: string) => {
    mounted.composer.edit(fake.messages.get().items[index]!);
    await expect.poll(() => field.matches(':focus')).toBe(true);
    await userEvent.fill(field, '');
    await userEvent.keyboard(typed);
  };
  await change(0, 'Hola @ines');
  await expect.poll(() => suggested(mounted)).toEqual(['Inés Vidal']);
  await userEvent.keyboard('{Enter}{Enter}');
  await expect.poll(() => fake.edited).toEqual([{ text: 'Hola @Inés Vidal', mentions: [ines.id] }]);
  // A mention whose name is not in the text stays.
  await change(1, 'Mira esto, @Luis Ortega{Escape}{Enter}');
  await expect.poll(() => fake.edited.at(-1)?.mentions).toEqual([ines.id, luis.id]);
  await change(1, 'Mirad esto{Enter}');
  await expect.poll(() => fake.edited.at(-1)).toEqual({ text: 'Mirad esto' });
  // A user who may no longer mention everyone loses that mention with an edit.
  await change(2, '@todos: ya empezamos{Enter}');
  await expect.poll(() => fake.edited.at(-1)).toEqual({ text: '@todos: ya empezamos' });
  await change(2, 'Ya empezamos{Enter}');
  await expect.poll(() => fake.edited.at(-1)).toEqual({ text: 'Ya empezamos', mentionsAll: false });
  sessionStorage.clear();
});

test('mentions are highlighted, those of the reader more; an unknown name is plain text', async () => {
  const fake = fakeChat([
    message(luis, 'Hola @Ana Ruiz y @Inés Vidal', { mentions: [ana.id, ines.id] }),
    message(luis, 'Hola @Ana Ruiz', {}),
    message(ana, '@Luis Ortega, **gracias**', { mentions: [luis.id] }),
  ]);
  const { messages, rows } = await mount(fake);
  const marked = [...messages.renderRoot.querySelectorAll<HTMLElement>('.mention')];
  expect(marked.map((each) => [each.innerText, each.classList.contains('me')])).toEqual([
    ['@Ana Ruiz', true],
    ['@Inés Vidal', false],
    ['@Luis Ortega', false],
  ]);
  expect(rows().map((row) => row.classList.contains('mentions-me'))).toEqual([true, false, false]);
  expect(rows()[0]?.getAttribute('aria-label')).toContain('te menciona');
});

test('the suggestions find users on later pages, and always have room for @everyone', async () => {
  sessionStorage.clear();
  const many = Array.from({ length: 12 }, (_, at) => ({ id: `t${at}`, name: `Tomás ${at}` }));
  const fake = fakeChat([message(luis, 'hola')], [ana, luis, ...many]);
  fake.state.set({ ...fake.state.get(), can: capabilities(room(), { role: 'owner' }, 0) });
  const pages = ['Berta', 'Carla', 'Zoe'].map((name) => member({ id: name, name }));
  fake.members.set({ ...fake.members.get(), hasMore: true });
  fake.room.members.loadMore = async () => {
    const next = pages.shift();
    const { items } = fake.members.get();
    if (next) fake.members.set({ ...fake.members.get(), items: [...items, next], hasMore: pages.length > 0 });
    return next !== undefined;
  };
  const mounted = await mount(fake);
  mounted.field().focus();
  await userEvent.keyboard('@to');
  await expect.poll(() => suggested(mounted)).toHaveLength(8);
  expect(suggested(mounted).at(-1)).toBe('todos');
  expect(pages).toHaveLength(3);
  await userEvent.fill(mounted.field(), '');
  await userEvent.keyboard('@z');
  await expect.poll(() => suggested(mounted)).toEqual(['Zoe']);
  sessionStorage.clear();
});

test('@everyone is suggested only to users with the right, and is plain text for others', async () => {
  sessionStorage.clear();
  const fake = fakeChat([message(luis, 'hola')]);
  const mounted = await mount(fake);
  const field = mounted.field();
  field.focus();
  await userEvent.keyboard('@tod');
  await settle();
  expect(suggested(mounted)).toEqual([]);
  await userEvent.keyboard('os{Enter}');
  await expect.poll(() => fake.sent).toEqual([{ text: '@todos' }]);

  fake.state.set({ ...fake.state.get(), can: capabilities(room(), { role: 'owner' }, 0) });
  await userEvent.keyboard('@tod');
  await expect.poll(() => suggested(mounted)).toEqual(['todos']);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => field.value).toBe('@todos ');
  await userEvent.keyboard('y @Luis Ortega{Escape}{Enter}');
  await expect
    .poll(() => fake.sent.at(-1))
    .toEqual({ text: '@todos y @Luis Ortega', mentions: [luis.id], mentionsAll: true });
  sessionStorage.clear();
});

test('a reader sees a mention of @everyone as their own', async () => {
  const called = message(luis, 'A @todos: empezamos', { mentionsAll: true });
  const { messages, rows } = await mount(fakeChat([called, message(luis, '@todos')]));
  const marked = [...messages.renderRoot.querySelectorAll<HTMLElement>('.mention')];
  expect(marked.map((each) => [each.innerText, each.classList.contains('me')])).toEqual([['@todos', true]]);
  expect(rows()[0]?.getAttribute('aria-label')).toContain('te menciona');
});

test('a button jumps from one unread mention to the next', async () => {
  const items = Array.from({ length: 80 }, (_, index) => message(luis, `mensaje ${index}`));
  const fake = fakeChat(items);
  const seqs = [items[40]!.seq, items[60]!.seq];
  const receipts = receiptState({ readSeq: items[5]!.seq, unread: 74, unreadMentions: 2, mentionSeqs: seqs });
  fake.receipts.set(receipts);
  const mounted = await mount(fake);
  const button = () => mounted.messages.renderRoot.querySelector<HTMLElement>('.next-mention');
  const found = () => mounted.messages.renderRoot.querySelector<HTMLElement>('.found')?.dataset.key;
  await expect
    .poll(() => button()?.getAttribute('aria-label'))
    .toBe('Ir a la siguiente mención (2 sin leer)');
  button()?.click();
  await expect.poll(found).toBe(items[40]!.id);
  await expect.poll(() => button()?.innerText.trim()).toBe('1');
  await still();
  // Mentions that arrive meanwhile wait too; those read on another page do not.
  fake.receipts.set({ ...receipts, mentionSeqs: [...seqs, items[70]!.seq] });
  await expect.poll(() => button()?.innerText.trim()).toBe('2');
  fake.receipts.set({ ...receipts, mentionSeqs: [items[70]!.seq] });
  await expect.poll(() => button()?.innerText.trim()).toBe('1');
  button()?.click();
  await expect.poll(found).toBe(items[70]!.id);
  await expect.poll(button).toBeNull();
});
