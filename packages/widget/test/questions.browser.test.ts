import type { QuestionList } from '@chat/client';
import { capabilities, type Question } from '@chat/protocol';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { openPanel } from '../src/core/open-panel.ts';
import { fakeChat, ines, message, room } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const idOf = (number: number): string => `00000000-0000-7000-8000-00000000000${number}`;
const question = (number: number, change: Partial<Question> = {}): Question => ({
  id: idOf(number),
  text: `¿Cuándo ${number}?`,
  askedAt: number,
  author: ines,
  state: 'open',
  votes: 3 - number,
  ...change,
});

const withQuestions = (
  items: Question[],
  role: 'owner' | 'member',
  mode: 'named' | 'anonymous' = 'named',
) => {
  const fake = fakeChat([message(ines, 'hola')]);
  const list = vary<QuestionList>({
    state: 'open',
    sort: 'votes',
    items,
    open: items.length,
    hasMore: false,
    loaded: true,
  });
  const done: string[] = [];
  const act =
    (name: string) =>
    async (...given: unknown[]): Promise<unknown> => {
      done.push(
        [name, ...given.filter((each) => each !== undefined).map((each) => JSON.stringify(each))].join(' '),
      );
      return {};
    };
  const names = ['load', 'ask', 'upvote', 'answer', 'dismiss', 'reopen', 'highlight', 'withdraw', 'loadMore'];
  const methods = Object.fromEntries(names.map((name) => [name, act(name)]));
  Object.assign(fake.room, { questions: { ...list, ...methods } });
  const settings = { ...room(), questions: mode };
  fake.state.set({ ...fake.state.get(), room: settings, can: capabilities(settings, { role }, 0) });
  return Object.assign(fake, { list, done });
};

const opened = async (fake: ReturnType<typeof withQuestions>, attributes = {}) => {
  const { element, find } = await mount(fake, { width: 900, attributes });
  await expect.poll(() => element.shadowRoot?.querySelector('header')?.innerHTML).toMatch(/Preguntas/);
  openPanel(element, 'questions');
  const panel = () => find('chat-questions')?.shadowRoot;
  await expect.poll(() => panel()?.activeElement?.getAttribute('data-question')).toBe(idOf(1));
  fake.done.length = 0;
  return { panel, said: () => panel()?.querySelector('[role=status]')?.textContent };
};

test('a participant asks, votes, and withdraws their own question', async () => {
  const items = [question(1), question(2, { mine: true })];
  delete items[1]?.author;
  const fake = withQuestions(items, 'member', 'anonymous');
  const { panel, said } = await opened(fake);
  const cards = () => [...(panel()?.querySelectorAll<HTMLElement>('.card') ?? [])];
  expect(cards().map((card) => card.getAttribute('aria-label'))).toEqual([
    `${ines.name}: ¿Cuándo 1?`,
    'Anónimo: ¿Cuándo 2?',
  ]);
  // Only hosts decide on questions, and see dismissed ones.
  expect(cards()[0]?.querySelector('.buttons')).toBeNull();
  expect(panel()?.querySelectorAll('.chip')).toHaveLength(2);
  const vote = () => cards()[0]?.querySelector('.vote');
  expect(vote()?.getAttribute('aria-label')).toBe('Votar «¿Cuándo 1?», 2 votos');
  await userEvent.keyboard('v');
  await expect.poll(said).toBe('Voto añadido');
  fake.list.set({ ...fake.list.get(), items: [question(1, { upvoted: true, votes: 3 }), items[1]!] });
  await expect.poll(() => vote()?.getAttribute('aria-pressed')).toBe('true');
  expect(panel()?.activeElement).toBe(cards()[0]);
  await userEvent.keyboard('v{ArrowDown}w');
  await expect.poll(said).toBe('Pregunta eliminada');
  expect(fake.done).toEqual([
    `upvote "${idOf(1)}" true`,
    `upvote "${idOf(1)}" false`,
    `withdraw "${idOf(2)}"`,
  ]);
  await userEvent.fill(panel()!.querySelector('.asking textarea')!, '¿Dónde?');
  await userEvent.click(panel()!.querySelector('.anonymous input')!);
  panel()?.querySelector<HTMLElement>('.asking textarea')?.focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => fake.done.at(-1)).toBe('ask {"text":"¿Dónde?","anonymous":true}');
  await expect.poll(said).toBe('Pregunta enviada');
  expect(panel()?.querySelector<HTMLTextAreaElement>('.asking textarea')?.value).toBe('');
});

test('a host runs the queue by single keys', async () => {
  const fake = withQuestions([question(1), question(2)], 'owner');
  const { panel, said } = await opened(fake);
  expect(panel()?.querySelector('.anonymous')).toBeNull();
  await userEvent.keyboard('h');
  await expect.poll(() => fake.done).toEqual([`highlight "${idOf(1)}" true`]);
  fake.list.set({ ...fake.list.get(), items: [question(1, { highlightedAt: 5 }), question(2)] });
  await expect.poll(() => panel()?.querySelector('.badge')?.textContent?.trim()).toBe('Ahora');
  await userEvent.keyboard('a');
  await expect.poll(() => panel()?.activeElement?.tagName).toBe('TEXTAREA');
  // Letters are text in the field.
  await userEvent.keyboard('dalh');
  await userEvent.click(panel()!.querySelector('.answering .primary')!);
  await expect.poll(() => fake.done.at(-1)).toBe(`answer "${idOf(1)}" "dalh"`);
  // The question leaves the list: the next one has the focus.
  panel()?.querySelector<HTMLElement>('.card')?.focus();
  await userEvent.keyboard('l');
  fake.list.set({ ...fake.list.get(), items: [question(2)] });
  await expect.poll(said).toBe('Respondida en directo');
  panel()?.querySelector<HTMLElement>('.card')?.focus();
  await userEvent.keyboard('d');
  await expect.poll(() => fake.done.at(-1)).toBe(`dismiss "${idOf(2)}"`);
  await userEvent.click(panel()!.querySelector('[data-state=dismissed]')!);
  await expect.poll(() => fake.done.at(-1)).toBe('load {"state":"dismissed","sort":"votes"}');
  fake.list.set({ ...fake.list.get(), state: 'dismissed', items: [question(2, { state: 'dismissed' })] });
  await expect.poll(() => panel()?.querySelector('.vote:disabled')).toBeTruthy();
  panel()?.querySelector<HTMLElement>('.card')?.focus();
  await userEvent.keyboard('r');
  await expect.poll(() => fake.done.at(-1)).toBe(`reopen "${idOf(2)}"`);
});

test('a host puts a question on stage and takes it off, by its button or S', async () => {
  const fake = withQuestions([question(1), question(2, { state: 'answered' })], 'owner');
  const { panel, said } = await opened(fake);
  const card = () => panel()?.querySelector<HTMLElement>('.card');
  const button = () => card()?.querySelector<HTMLElement>('[aria-keyshortcuts=S]');
  expect(button()?.textContent.trim()).toBe('Mostrar en pantalla');
  await userEvent.keyboard('s');
  await expect.poll(said).toBe('Pregunta en pantalla');
  expect(fake.calls).toContain(`spotlight question ${idOf(1)}`);
  const { id, text } = question(1);
  const state = fake.state.get();
  fake.state.set({ ...state, room: { ...state.room!, spotlight: { question: { id, text }, at: 1 } } });
  await expect.poll(() => button()?.textContent.trim()).toBe('Quitar de la pantalla');
  expect(panel()?.querySelector('.badge')?.textContent.trim()).toBe('En pantalla');
  expect(card()?.getAttribute('aria-label')).toBe(`En pantalla. ${ines.name}: ¿Cuándo 1?`);
  await userEvent.click(button()!);
  await expect.poll(said).toBe('La pregunta ya no está en pantalla');
  expect(fake.calls).toContain('spotlight clear');
});

test('dismissed questions, participants and pages without the spotlight have no button for the stage', async () => {
  const dismissed = withQuestions([question(1, { state: 'dismissed' })], 'owner');
  const host = await opened(dismissed);
  expect(host.panel()?.querySelector('[aria-keyshortcuts=R]')).not.toBeNull();
  expect(host.panel()?.querySelector('[aria-keyshortcuts=S]')).toBeNull();
  const participant = await opened(withQuestions([question(1, { mine: true })], 'member'));
  expect(participant.panel()?.querySelector('[aria-keyshortcuts=W]')).not.toBeNull();
  expect(participant.panel()?.querySelector('[aria-keyshortcuts=S]')).toBeNull();
  const plain = await opened(withQuestions([question(1)], 'owner'), { features: '-spotlight' });
  expect(plain.panel()?.querySelector('[aria-keyshortcuts=H]')).not.toBeNull();
  expect(plain.panel()?.querySelector('[aria-keyshortcuts=S]')).toBeNull();
});

test('the list stands in its order, is sorted by votes or time, and goes on below', async () => {
  const items = [question(2), question(1), question(3)];
  const fake = withQuestions(items, 'member');
  fake.list.set({ ...fake.list.get(), hasMore: true });
  const { element, find } = await mount(fake, { width: 900 });
  openPanel(element, 'questions');
  const panel = () => find('chat-questions')?.shadowRoot;
  const order = () =>
    [...(panel()?.querySelectorAll('.card') ?? [])].map((card) => card.getAttribute('data-question'));
  await expect.poll(order).toEqual([idOf(2), idOf(1), idOf(3)]);
  await expect.poll(() => panel()?.activeElement?.getAttribute('data-question')).toBe(idOf(2));
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(panel()?.activeElement?.getAttribute('data-question')).toBe(idOf(1));
  const card = panel()!.activeElement;
  await userEvent.selectOptions(panel()!.querySelector('select')!, 'Más recientes');
  await expect.poll(() => fake.done.at(-1)).toBe('load {"state":"open","sort":"time"}');
  fake.list.set({ ...fake.list.get(), sort: 'time', items: items.toReversed() });
  await expect.poll(order).toEqual([idOf(3), idOf(1), idOf(2)]);
  // A card keeps its element while the list is sorted again.
  expect(panel()?.querySelector(`[data-question="${idOf(1)}"]`)).toBe(card);
  await userEvent.click(panel()!.querySelector('.load')!);
  await expect.poll(() => fake.done.at(-1)).toBe('loadMore');
  await userEvent.click(panel()!.querySelector('[data-state=answered]')!);
  await expect.poll(() => fake.done.at(-1)).toBe('load {"state":"answered","sort":"time"}');
});

test('an answer is read below its question, and a refused question stays in the field', async () => {
  const answered = [
    question(1, { state: 'answered', answer: { text: 'El **lunes**.', at: 9 } }),
    question(2, { state: 'answered', answer: { at: 9 } }),
  ];
  const fake = withQuestions(answered, 'member');
  const { panel } = await opened(fake);
  const answers = () =>
    [...(panel()?.querySelectorAll('.answer') ?? [])].map((each) =>
      each.textContent.replace(/\s+/g, ' ').trim(),
    );
  expect(answers()).toEqual([
    expect.stringMatching(/^Respondida · .* El \*\*lunes\*\*\.$/),
    expect.stringMatching(/^Respondida en directo · [\d:]+$/),
  ]);
  const errors: unknown[] = [];
  panel()!.host.addEventListener('chat-error', (event) =>
    errors.push((event as CustomEvent<{ error: unknown }>).detail.error),
  );
  const failure = new Error('refused');
  Object.assign(fake.room.questions, { ask: () => Promise.reject(failure) });
  const field = panel()!.querySelector<HTMLTextAreaElement>('.asking textarea')!;
  await userEvent.fill(field, '¿Dónde?');
  field.focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => errors).toEqual([failure]);
  expect(field.value).toBe('¿Dónde?');
});
