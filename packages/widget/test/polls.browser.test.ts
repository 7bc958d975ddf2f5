import type { ChatRoom, OwnVote } from '@chat/client';
import { capabilities, type Poll } from '@chat/protocol';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { fakeChat, luis, message, room } from './fixtures/fake-client.ts';
import { openPanel } from '../src/core/open-panel.ts';
import { pollCsv } from '../src/features/polls/poll-csv.ts';
import { pollTexts } from '../src/features/polls/texts.ts';
import { mount, settle } from './fixtures/mount.ts';

const poll: Poll = {
  options: [
    { id: '1', text: 'Mar', votes: 1 },
    { id: '2', text: 'Monte', votes: 3 },
  ],
  results: 'always',
  voters: 4,
};

const voters = ['=cmd()', 'Ana'].map((name, at) => ({ user: { id: `u${at}`, name }, options: ['2'] }));

/** Two pages of voters. */
const results: ChatRoom['polls']['results'] = async (_id, { after } = {}) => ({
  poll,
  mine: [],
  voters: after ? voters.slice(1) : voters.slice(0, 1),
  hasMore: !after,
});

const shown = async (more: Partial<Poll> = {}, own: Partial<OwnVote> = {}) => {
  const item = message(luis, '¿Adónde?', { kind: 'poll', poll: { ...poll, ...more } });
  const fake = fakeChat([item]);
  fake.state.set({ ...fake.state.get(), can: capabilities(room(), { role: 'owner' }, 0) });
  fake.votes.set(new Map([[item.id, { mine: [], isPending: false, ...own }]]));
  const voted: (readonly string[])[] = [];
  const added: string[] = [];
  const drafts: object[] = [];
  const created: object[] = [];
  Object.assign(fake.room.polls, {
    vote: async (id: string, mine: readonly string[]) => {
      voted.push(mine);
      fake.votes.set(new Map([[id, { mine, isPending: false }]]));
    },
    drafts: async () => ({ drafts, hasMore: false }),
    create: async (content: object) => void created.push(content),
    addOption: async (_id: string, text: string) => void added.push(text),
    results,
  });
  const mounted = await mount(fake);
  await expect.poll(() => mounted.rows()[0]?.querySelector('.poll')).toBeTruthy();
  const card = () => mounted.rows()[0]!.querySelector<HTMLElement>('.poll')!;
  const inputs = () => [...card().querySelectorAll('input')];
  const button = () => card().querySelector<HTMLButtonElement>('.poll-vote');
  return { ...mounted, fake, item, voted, added, created, card, inputs, button };
};

test('a poll is a group of radio buttons, and one press of the button votes', async () => {
  const { card, inputs, button, voted } = await shown();
  expect(card().querySelector('[role=radiogroup]')?.ariaLabel).toBe('¿Adónde?');
  expect(inputs().map(({ type, checked }) => [type, checked])).toEqual([
    ['radio', false],
    ['radio', false],
  ]);
  expect(button()?.ariaDisabled).toBe('true');
  expect(
    [...card().querySelectorAll('.poll-share')].map(
      (each) =>
        each.firstChild?.nextSibling && (each as HTMLElement).innerText.slice(0, 4).replace('\u00a0', ' '),
    ),
  ).toEqual(['25 %', '75 %']);
  await userEvent.click(inputs()[1]!);
  await settle();
  expect(voted).toEqual([]);
  const { height } = card().getBoundingClientRect();
  await userEvent.click(button()!);
  await settle();
  expect(voted).toEqual([['2']]);
  expect(inputs().map(({ checked }) => checked)).toEqual([false, true]);
  expect(button()?.innerText).toBe('Has votado');
  expect(card().getBoundingClientRect().height).toBe(height);
});

test('a poll is as large once it shows the vote and the results of a voter, and as wide once it is closed', async () => {
  const options = poll.options.map(({ id, text }) => ({ id, text }));
  const { card, fake } = await shown({ options, results: 'after-vote' });
  const before = card().getBoundingClientRect();
  const [id] = [...fake.votes.get().keys()];
  fake.votes.set(new Map([[id!, { mine: ['1'], isPending: false, poll }]]));
  await settle();
  expect(card().innerText).toContain('Has votado');
  const { width, height } = card().getBoundingClientRect();
  expect([width, height]).toEqual([before.width, before.height]);
  const closed = await shown({ closedAt: 1 });
  expect(closed.card().getBoundingClientRect().width).toBe(width);
});

test('a poll with several choices has checkboxes; a closed one takes no votes', async () => {
  const { inputs, button, voted } = await shown({ multiple: true }, { mine: ['1'] });
  expect(inputs().map(({ type, checked }) => [type, checked])).toEqual([
    ['checkbox', true],
    ['checkbox', false],
  ]);
  await userEvent.click(inputs()[1]!);
  await settle();
  await userEvent.click(button()!);
  expect(voted).toEqual([['1', '2']]);
  const closed = await shown({ closedAt: 1 });
  expect(closed.inputs().every(({ disabled }) => disabled)).toBe(true);
  expect(closed.button()).toBeNull();
  expect(closed.card().innerText).toContain('Resultados finales');
  expect(closed.card().querySelector('.poll-note')?.textContent).toBe('Terminada');
});

test('hidden results show no share; a quiz marks what is correct after the vote', async () => {
  const hidden = poll.options.map(({ id, text }) => ({ id, text }));
  const { card } = await shown({ options: hidden, results: 'after-close' });
  expect(card().innerText).not.toContain('%');
  expect(card().innerText).toContain('cuando termine la encuesta');
  const quiz = await shown({ quiz: {} }, { mine: ['1'], poll: { ...poll, quiz: { correct: ['2'] } } });
  expect([...quiz.card().querySelectorAll('.poll-mark')].map((each) => (each as HTMLElement).title)).toEqual([
    'Respuesta incorrecta',
    'Respuesta correcta',
  ]);
  expect(quiz.inputs().every(({ disabled }) => disabled)).toBe(true);
});

test('bars and counts grow in place: nothing moves while votes come in', async () => {
  const { card, fake, item } = await shown();
  const boxes = () =>
    [
      ...card().querySelectorAll('.poll-option, .poll-text, .poll-option progress, .poll-foot, .poll-vote'),
    ].map((each) => {
      const { x, y, width, height } = each.getBoundingClientRect();
      return [x, y, width, height];
    });
  const bars = () => [...card().querySelectorAll('progress')].map(({ value, max }) => value / max);
  const before = boxes();
  expect(bars()).toEqual([0.25, 0.75]);
  for (const [one, other] of [
    [7, 3],
    [4_321, 679],
    [0, 10_000],
  ] as const) {
    const options = poll.options.map((option, at) => ({ ...option, votes: [one, other][at]! }));
    fake.messages.set({
      ...fake.messages.get(),
      items: [{ ...item, poll: { ...poll, options, voters: one + other } }],
    });
    await expect.poll(bars).toEqual([one / (one + other), other / (one + other)]);
    await settle();
    expect(boxes()).toEqual(before);
  }
});

test('the number of voters opens the results, with the voters of each option page by page', async () => {
  const { card, messages } = await shown();
  await userEvent.click(card().querySelector('.poll-count')!);
  const dialog = () => messages.shadowRoot?.querySelector('chat-poll-results')?.shadowRoot;
  const names = () => [...(dialog()?.querySelectorAll('li') ?? [])].map((each) => each.innerText.trim());
  await expect.poll(names).toHaveLength(1);
  expect([...(dialog()?.querySelectorAll('h3') ?? [])].map((each) => each.innerText)).toEqual([
    expect.stringMatching(/^Mar\s+1 voto · 25/u),
    expect.stringMatching(/^Monte\s+3 votos · 75/u),
  ]);
  await userEvent.click(dialog()!.querySelector('.link')!);
  await expect.poll(names).toHaveLength(2);
  expect(dialog()?.querySelector('.link')).toBeNull();
  await userEvent.keyboard('{Escape}');
  await expect.poll(dialog).toBeUndefined();
});

test('the CSV has the tally and the voters, and no cell is a formula', () => {
  const csv = pollCsv('=1+1, "why"?', poll, voters, pollTexts('es'));
  expect(csv).toBe(
    [
      '\uFEFF"Pregunta","\'=1+1, ""why""?"',
      '"Opción","Votos","Nombre","ID de usuario"',
      '"Mar","1","",""',
      '"Monte","3","",""',
      '"Monte","","\'=cmd()","u0"',
      '"Monte","","Ana","u1"',
      '',
    ].join('\r\n'),
  );
  expect(pollCsv('¿Adónde?', poll, [], pollTexts('es')).split('\r\n')[1]).toBe('"Opción","Votos"');
});

test('members add options to a poll that allows it', async () => {
  const { card, added } = await shown({ allowOptions: true });
  const field = card().querySelector<HTMLInputElement>('.poll-add input')!;
  await userEvent.fill(field, ' Lago ');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => added).toEqual(['Lago']);
  await expect.poll(() => field.value).toBe('');
  expect((await shown()).card().querySelector('.poll-add')).toBeNull();
  expect((await shown({ allowOptions: true, closedAt: 1 })).card().querySelector('.poll-add')).toBeNull();
});

test('hosts have a panel with drafts, which they start, and a button in the composer', async () => {
  const { element, find, fake, composer, item } = await shown();
  const started: object[] = [];
  const closed: string[] = [];
  let drafts: object[] = [{ id: 'd1', question: '¿Y luego?', options: ['Sí', 'No'], results: 'always' }];
  Object.assign(fake.room.polls, {
    drafts: async () => ({ drafts, hasMore: false }),
    close: async (id: string) => void closed.push(id),
    create: async (content: object) => {
      started.push(content);
      drafts = [];
    },
  });
  expect(composer.shadowRoot?.querySelector('.poll-tool')).toBeTruthy();
  openPanel(element.shadowRoot!.querySelector('chat-messages')!, 'polls');
  const panel = () => find('chat-polls')?.shadowRoot;
  const buttons = (text: string) =>
    [...(panel()?.querySelectorAll('button') ?? [])].filter((each) => each.innerText.trim() === text);
  await expect.poll(() => buttons('Iniciar encuesta')).toHaveLength(1);
  await userEvent.click(buttons('Iniciar encuesta')[0]!);
  await expect
    .poll(() => started)
    .toEqual([{ id: 'd1', question: '¿Y luego?', options: ['Sí', 'No'], results: 'always' }]);
  await expect.poll(() => buttons('Iniciar encuesta')).toHaveLength(0);
  // The end has to be confirmed.
  await userEvent.click(buttons('Terminar encuesta')[0]!);
  await expect.poll(() => buttons('¿Terminar la encuesta ahora?')).toHaveLength(1);
  expect(closed).toEqual([]);
  await userEvent.click(buttons('¿Terminar la encuesta ahora?')[0]!);
  await expect.poll(() => closed).toEqual([item.id]);
});

test('in the form of a new poll Enter sends it, and a button saves it as a draft', async () => {
  const { composer, fake, created } = await shown();
  const saved: object[] = [];
  Object.assign(fake.room.polls, { saveDraft: async (content: object) => void saved.push(content) });
  const form = () => composer.shadowRoot?.querySelector('chat-poll-form')?.shadowRoot;
  const fill = async () => {
    composer.shadowRoot!.querySelector<HTMLElement>('.poll-tool')!.click();
    await expect.poll(() => form()?.querySelector('dialog')?.open).toBe(true);
    for (const [at, text] of ['¿Adónde?', 'Mar', 'Monte'].entries())
      await userEvent.fill(
        [...form()!.querySelectorAll<HTMLInputElement>('input:not([type=checkbox])')][at]!,
        text,
      );
  };
  const poll = { question: '¿Adónde?', options: ['Mar', 'Monte'] };
  await fill();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => created).toMatchObject([poll]);
  await expect.poll(form).toBeUndefined();
  await fill();
  const button = [...form()!.querySelectorAll('button')].find(
    (each) => each.innerText.trim() === 'Guardar borrador',
  );
  await userEvent.click(button!);
  await expect.poll(() => saved).toMatchObject([poll]);
  expect(created).toHaveLength(1);
});

test('a narrow composer leaves the button to the menu of the header, also before the first poll', async () => {
  const fake = fakeChat([message(luis, 'Hola')]);
  fake.state.set({ ...fake.state.get(), can: capabilities(room(), { role: 'owner' }, 0) });
  const { composer } = await mount(fake, { width: 400 });
  const button = () => composer.shadowRoot?.querySelector('.poll-tool');
  await expect.poll(() => button()).toBeTruthy();
  await settle();
  expect(button()?.checkVisibility()).toBe(false);
});
