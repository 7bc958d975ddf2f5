import axe from 'axe-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ChatError, type MessageItem } from '@chat/client';
import { features } from '../src/core/feature-registry.ts';
import { language } from '../src/i18n/language.ts';
import { actionsOf } from '../src/messages/message-actions.ts';
import { ana, fakeChat, luis, message, type FakeChat } from './fixtures/fake-client.ts';
import { mount, settle, type MountOptions } from './fixtures/mount.ts';

/** Translates as the server of a fake chat. */
const translating = (items: MessageItem[], from = 'en'): FakeChat & { asked: string[] } => {
  const fake = fakeChat(items);
  const asked: string[] = [];
  fake.client.limits!.maxTranslationLength = 4_000;
  fake.room.translation.translate = async (id, to) => {
    const { text = '' } = fake.messages.get().items.find((item) => item.id === id) ?? {};
    asked.push(`${text} > ${to}`);
    return { text: from === to ? text : `[${to}] ${text}`, from, to };
  };
  fake.room.translation.languages = async () => ['de', 'en', 'es', 'ar'];
  return Object.assign(fake, { asked });
};

const shown = async (fake: FakeChat, options: MountOptions = {}) => {
  const mounted = await mount(fake, options);
  const { messages, rows } = mounted;
  const textOf = (at = 0) => rows().at(at)?.querySelector<HTMLElement>('.text');
  const line = (at = 0) => rows().at(at)?.querySelector<HTMLElement>('.translation');
  /** The entry in the menu of a message. */
  const entry = (at = 0) =>
    actionsOf({
      item: fake.messages.get().items.at(at)!,
      room: fake.room,
      client: fake.client,
      language: language('es'),
      host: messages,
      features: messages.features,
      list: { scrollToMessage: async () => true, say: () => {} },
      tabindex: 0,
    }).find(({ name }) => name === 'translation');
  const act = (at = 0) => entry(at)?.run(messages);
  return { ...mounted, textOf, line, entry, act };
};

beforeEach(() => localStorage.clear());
afterEach(() => {
  localStorage.clear();
  for (const name of ['Translator', 'LanguageDetector']) delete (globalThis as Record<string, unknown>)[name];
});

const choose = (to: string, roomId = 'cita-42') => localStorage.setItem(`chat:translate:${roomId}`, to);

test('by default there is nothing to translate with', async () => {
  const { entry, textOf } = await shown(fakeChat([message(luis, 'Good morning')]));
  expect(entry()).toBeUndefined();
  expect(
    features.find(({ name }) => name === 'translation')?.tool?.({ client: {}, features: null } as never),
  ).toBeNull();
  expect(textOf()?.innerText).toBe('Good morning');
});

test('a message is translated from its menu; the original is one press away', async () => {
  const fake = translating([message(luis, 'Good morning, **Ana**'), message(ana, 'Hola')]);
  const { act, entry, textOf, line, rows } = await shown(fake);
  expect(entry()?.label).toBe('Traducir');
  act();
  await expect.poll(() => textOf()?.innerText).toBe('[es] Good morning, Ana');
  expect(textOf()?.querySelector('strong, b')?.textContent).toBe('Ana');
  expect(textOf()?.querySelector('[lang]')?.getAttribute('lang')).toBe('es');
  expect(line()?.innerText.replaceAll('\n', ' ')).toBe('Traducido del inglés · Ver original');
  expect(rows()[0]?.ariaLabel).toContain('[es] Good morning, Ana');
  const original = line()?.querySelector('button');
  const { height } = original!.getBoundingClientRect();
  expect(height).toBeGreaterThanOrEqual(24);
  original?.focus();
  await userEvent.keyboard('{Enter}');
  await settle();
  expect(textOf()?.innerText).toBe('Good morning, Ana');
  expect(textOf()?.querySelector('[lang=es]')).toBeNull();
  expect(line()?.querySelector('button')?.textContent).toBe('Ver traducción');
  expect(fake.asked).toEqual(['Good morning, **Ana** > es']);
  const { violations } = await axe.run(rows()[0] ?? document, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test('own messages have no entry', async () => {
  const { entry } = await shown(translating([message(ana, 'Hola')]));
  expect(entry()).toBeUndefined();
});

test('the reader chooses a language for the room, and messages of others appear in it', async () => {
  const fake = translating([message(luis, 'Good morning'), message(ana, 'Hola'), message(luis, 'Bye')]);
  const { textOf, find, element } = await shown(fake);
  expect(textOf(0)?.innerText).toBe('Good morning');
  element.dispatchEvent(
    new CustomEvent('chat-panel', { detail: { name: 'translation' }, bubbles: true, composed: true }),
  );
  const panel = () => find('chat-translation-settings')?.shadowRoot;
  await expect.poll(() => panel()?.querySelectorAll('label').length).toBe(5);
  const names = () => [...(panel()?.querySelectorAll('label') ?? [])].map((each) => each.innerText.trim());
  expect(names()).toEqual(['No traducir', 'Español', 'Alemán', 'Árabe', 'Inglés']);
  panel()?.querySelectorAll<HTMLElement>('input')[2]?.click();
  await expect.poll(() => textOf(0)?.innerText).toBe('[de] Good morning');
  await expect.poll(() => textOf(2)?.innerText).toBe('[de] Bye');
  expect(textOf(1)?.innerText).toBe('Hola');
  fake.arrive(message(luis, 'One more'));
  await expect.poll(() => textOf(3)?.innerText).toBe('[de] One more');
  const { violations } = await axe.run(panel()?.host ?? document, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  panel()?.querySelectorAll<HTMLElement>('input')[0]?.click();
  await expect.poll(() => textOf(0)?.innerText).toBe('Good morning');
  expect(localStorage.getItem('chat:translate:cita-42')).toBeNull();
});

test('a message in the language of the reader stays as it is', async () => {
  choose('en');
  const fake = translating([message(luis, 'Good morning')]);
  const { textOf, line } = await shown(fake);
  await expect.poll(() => fake.asked).toHaveLength(1);
  await settle();
  expect(textOf()?.innerText).toBe('Good morning');
  expect(line()).toBeFalsy();
});

test('an edit is translated again, a streamed message once it is complete', async () => {
  choose('es');
  const first = message(luis, 'Good morning');
  const streams = message(luis, 'Not', { streamsUntil: Date.now() + 60_000 });
  const fake = translating([first, streams]);
  const { textOf } = await shown(fake);
  await expect.poll(() => textOf(0)?.innerText).toBe('[es] Good morning');
  expect(textOf(1)?.innerText).toBe('Not');
  const done = { ...message(luis, 'Not yet'), id: streams.id };
  fake.messages.set({
    ...fake.messages.get(),
    items: [{ ...first, text: 'Good evening', editedAt: 1 }, done],
  });
  await expect.poll(() => textOf(0)?.innerText).toBe('[es] Good evening');
  await expect.poll(() => textOf(1)?.innerText).toBe('[es] Not yet');
  expect(fake.asked).toEqual(['Good morning > es', 'Not yet > es', 'Good evening > es']);
});

test('a translation that fails leaves the text, and can be asked for again', async () => {
  const fake = translating([message(luis, 'Good morning')]);
  const { translate } = fake.room.translation;
  fake.room.translation.translate = async () => {
    throw new ChatError('overloaded', 'away', { reason: 'translator_away' });
  };
  const { act, line, textOf } = await shown(fake);
  act();
  await expect.poll(() => line()?.innerText).toContain('No se pudo traducir');
  expect(textOf()?.innerText).toBe('Good morning');
  fake.room.translation.translate = translate;
  line()?.querySelector('button')?.click();
  await expect.poll(() => textOf()?.innerText).toBe('[es] Good morning');
});

test('a refused rate is waited for, without an error', async () => {
  choose('es');
  const fake = translating([message(luis, 'Good morning')]);
  const { translate } = fake.room.translation;
  let refused = 0;
  fake.room.translation.translate = (...given) => {
    refused += 1;
    if (refused > 1) return translate(...given);
    return Promise.reject(new ChatError('rate_limited', 'too many', { retryAfterMs: 300 }));
  };
  const { textOf } = await shown(fake);
  await expect.poll(() => textOf()?.innerText, { timeout: 10_000 }).toBe('[es] Good morning');
  expect(refused).toBe(2);
});

test('a translation moves nothing but by the height of its text', async () => {
  choose('es');
  const items = Array.from({ length: 60 }, (_, at) => message(luis, `Message ${at}`));
  const fake = translating(items);
  const { scroller, textOf, rows } = await shown(fake);
  await expect.poll(() => textOf(-1)?.innerText).toContain('[es]');
  await settle();
  const { scrollHeight, clientHeight, scrollTop } = scroller();
  // The end stays in view.
  expect(scrollHeight - clientHeight - scrollTop).toBeLessThan(4);
  expect(rows().length).toBeGreaterThan(5);
});

test('with the browser’s own translator no text leaves the device', async () => {
  const pairs: object[] = [];
  Object.assign(globalThis, {
    LanguageDetector: {
      create: async () => ({ detect: async () => [{ detectedLanguage: 'en', confidence: 0.9 }] }),
    },
    Translator: {
      availability: async () => 'available',
      create: async (pair: object) => {
        pairs.push(pair);
        return { translate: async (text: string) => text.toUpperCase() };
      },
    },
  });
  choose('es');
  const fake = fakeChat([message(luis, 'Good **morning**, see https://example.org/a')]);
  const { textOf, line } = await shown(fake, { attributes: { features: '+browser-translation' } });
  await expect.poll(() => textOf()?.innerText).toContain('GOOD MORNING, SEE');
  expect(textOf()?.querySelector('a')?.getAttribute('href')).toBe('https://example.org/a');
  expect(line()?.innerText).toContain('Traducido del inglés');
  expect(pairs).toEqual([{ sourceLanguage: 'en', targetLanguage: 'es' }]);
  expect(fake.calls.filter((call) => call.startsWith('translate'))).toEqual([]);
});

test('what the browser cannot translate, the server does if it translates', async () => {
  Object.assign(globalThis, {
    LanguageDetector: { create: async () => ({ detect: async () => [] }) },
    Translator: {},
  });
  choose('es');
  const fake = translating([message(luis, 'Good morning')]);
  const { textOf } = await shown(fake, { attributes: { features: '+browser-translation' } });
  await expect.poll(() => textOf()?.innerText).toBe('[es] Good morning');
});
