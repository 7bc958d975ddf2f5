import type { Poll, SpotlightQuestion } from '@chat/protocol';
import { capabilities, type Role } from '@chat/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { fakeChat, ines, message, room } from './fixtures/fake-client.ts';
import { mount, type Mounted } from './fixtures/mount.ts';

const asked = message(ines, '¿Se verá **después**?');

/** A room with a question, as a user of this role sees it. */
const event = (role: Role, onStage?: typeof asked | SpotlightQuestion) => {
  const fake = fakeChat([asked]);
  const show = (shown?: typeof asked | SpotlightQuestion): void => {
    const isMessage = shown && 'seq' in shown;
    const settings = {
      ...room(),
      ...(shown
        ? { spotlight: isMessage ? { messageId: shown.id, at: 1 } : { question: shown, at: 1 } }
        : {}),
    };
    const { me } = fake.state.get();
    const can = capabilities(settings, { role }, 0);
    fake.state.set({ ...fake.state.get(), room: settings, me: { ...me!, role }, can });
    fake.spotlight.set(shown ? (isMessage ? { message: shown, at: 1 } : { question: shown, at: 1 }) : null);
  };
  show(onStage);
  return Object.assign(fake, { show });
};

const menuOf = async ({ rows, messages }: Mounted): Promise<HTMLElement> => {
  rows()[0]!.querySelector<HTMLElement>('.more')!.click();
  const menu = () =>
    messages.renderRoot
      .querySelector('chat-message-menu')
      ?.shadowRoot?.querySelector<HTMLElement>('.menu:popover-open');
  await expect.poll(menu).toBeTruthy();
  return menu()!;
};

test('a host puts a message on stage and takes it off again', async () => {
  const fake = event('moderator');
  const mounted = await mount(fake, { width: 900 });
  const { element } = mounted;
  const bar = () => element.shadowRoot!.querySelector<HTMLElement>('.spotlight-bar');
  expect(bar()).toBeNull();
  const menu = await menuOf(mounted);
  menu.querySelector<HTMLElement>('.more')!.click();
  await expect.poll(() => menu.querySelector('.spotlight')?.textContent.trim()).toBe('Destacar mensaje');
  menu.querySelector<HTMLElement>('.spotlight')!.click();
  expect(fake.calls).toContain(`spotlight ${asked.id}`);
  fake.show(asked);
  await expect.poll(() => bar()?.textContent).toMatch(/Inés.*¿Se verá después\?/s);
  expect(bar()?.getAttribute('aria-label')).toBe('Mensaje destacado');
  bar()!.querySelector<HTMLElement>('.icon-button')!.click();
  expect(fake.calls).toContain('spotlight clear');
  fake.show();
  await expect.poll(bar).toBeNull();
});

test('a participant sees it, and cannot change it', async () => {
  const fake = event('member', asked);
  const mounted = await mount(fake, { width: 900 });
  const { element } = mounted;
  const bar = () => element.shadowRoot!.querySelector<HTMLElement>('.spotlight-bar');
  await expect.poll(() => bar()?.textContent).toMatch(/Inés/);
  expect(bar()!.querySelector('.icon-button')).toBeNull();
  const menu = await menuOf(mounted);
  menu.querySelector<HTMLElement>('.more')?.click();
  await mounted.element.updateComplete;
  expect(menu.textContent).not.toContain('Destacar');
  // A blocked author is not shown.
  fake.state.set({ ...fake.state.get(), blocked: [ines.id] });
  await expect.poll(bar).toBeNull();
});

test('<chat-spotlight> follows the message on stage, and the tally of a poll', async () => {
  const fake = event('member', asked);
  const element = Object.assign(document.createElement('chat-spotlight'), {
    client: fake.client,
    room: fake.room.id,
    lang: 'es',
  });
  document.body.append(element);
  onTestFinished(() => element.remove());
  const root = () => element.shadowRoot!;
  const text = () => root().querySelector('.card')?.textContent.replace(/\s+/g, ' ').trim();
  await expect.poll(text).toMatch(/Inés.*¿Se verá después\?/);
  expect(root().querySelector('strong')?.textContent).toBe('después');
  expect(root().querySelector('[aria-live=polite]')?.getAttribute('aria-label')).toBe('Mensaje destacado');
  expect(root().querySelectorAll('a, button, input').length).toBe(0);
  const poll: Poll = {
    options: [
      { id: '1', text: 'Sí', votes: 3 },
      { id: '2', text: 'No', votes: 1 },
    ],
    voters: 4,
    results: 'always',
  };
  fake.show({ ...asked, id: 'poll', kind: 'poll', text: '¿Sí?', poll });
  await expect.poll(text).toMatch(/¿Sí\? Sí 75\s?% No 25\s?%/);
  expect(root().querySelector('.leads .option')?.textContent).toBe('Sí');
  expect(root().querySelector('progress')?.value).toBe(3);
  fake.show();
  await expect.poll(text).toBeUndefined();
});

const named: SpotlightQuestion = { id: 'q', text: '¿Habrá becas?', author: ines };
const anonymous: SpotlightQuestion = { id: 'q', text: '¿Habrá becas?', anonymous: true };

test('a question on stage: the bar leads to the questions, and hosts take it off', async () => {
  const fake = event('moderator', anonymous);
  Object.assign(fake.room.questions, { load: async () => {} });
  const mounted = await mount(fake, { width: 900 });
  const { element } = mounted;
  const bar = () => element.shadowRoot!.querySelector<HTMLElement>('.spotlight-bar');
  const words = () => bar()?.textContent.replace(/\s+/g, ' ').trim();
  await expect.poll(words).toBe('Anónimo ¿Habrá becas?');
  expect(bar()?.getAttribute('aria-label')).toBe('Pregunta en pantalla');
  const opened: unknown[] = [];
  element.addEventListener('chat-panel', (event) => opened.push((event as CustomEvent<unknown>).detail));
  const line = bar()!.querySelector<HTMLElement>('button.spotlight-text')!;
  expect(line.title).toBe('Ir a las preguntas');
  line.click();
  expect(opened).toEqual([{ name: 'questions', detail: null }]);
  const remove = bar()!.querySelector<HTMLElement>('.icon-button')!;
  expect(remove.getAttribute('aria-label')).toBe('Quitar de la pantalla');
  remove.click();
  expect(fake.calls).toContain('spotlight clear');
  // Where the page shows no questions, the line leads nowhere.
  element.setAttribute('features', '-questions');
  await expect.poll(() => bar()?.querySelector('button.spotlight-text')).toBeNull();
  expect(words()).toBe('Anónimo ¿Habrá becas?');
  fake.show(named);
  await expect.poll(words).toBe('Inés Vidal ¿Habrá becas?');
  fake.state.set({ ...fake.state.get(), blocked: [ines.id] });
  await expect.poll(bar).toBeNull();
});

test('<chat-spotlight> shows a question with its author, or as anonymous', async () => {
  const fake = event('member', named);
  const element = Object.assign(document.createElement('chat-spotlight'), {
    client: fake.client,
    room: fake.room.id,
    lang: 'es',
  });
  document.body.append(element);
  onTestFinished(() => element.remove());
  const root = () => element.shadowRoot!;
  const text = () => root().querySelector('.card')?.textContent.replace(/\s+/g, ' ').trim();
  await expect.poll(text).toBe('IV Inés Vidal Pregunta ¿Habrá becas?');
  expect(root().querySelector('[aria-live=polite]')?.getAttribute('aria-label')).toBe('Pregunta en pantalla');
  expect(root().querySelectorAll('a, button, input').length).toBe(0);
  fake.show({ ...anonymous, text: '**¿Quién** cobra menos?' });
  // A question is plain text.
  await expect.poll(text).toBe('Anónimo Pregunta **¿Quién** cobra menos?');
  fake.show(asked);
  await expect.poll(text).toMatch(/Inés.*¿Se verá después\?/);
});
