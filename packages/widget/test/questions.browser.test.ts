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

const opened = async (fake: ReturnType<typeof withQuestions>) => {
  const { element, find } = await mount(fake, { width: 900 });
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
