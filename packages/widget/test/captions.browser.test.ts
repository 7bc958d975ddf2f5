import axe from 'axe-core';
import type { Caption } from '@chat/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { features } from '../src/core/feature-registry.ts';
import { language } from '../src/i18n/language.ts';
import { fakeChat, luis, message, type FakeChat } from './fixtures/fake-client.ts';
import { mount, settle, type MountOptions } from './fixtures/mount.ts';

beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());

const caption = (captionId: string, text: string, more: Partial<Caption> = {}): Caption => ({
  captionId,
  text,
  speaker: 'Dra. Gil',
  final: false,
  at: 1,
  ...more,
});

const shown = async (options: MountOptions = {}, fake: FakeChat = fakeChat([message(luis, 'Hola')])) => {
  const mounted = await mount(fake, options);
  const captions = () => mounted.composer.shadowRoot?.querySelector('chat-captions')?.shadowRoot;
  const box = () => captions()?.querySelector<HTMLElement>('.box');
  const lines = () => [...(captions()?.querySelectorAll('p') ?? [])].map(({ innerText }) => innerText.trim());
  const say = async (...all: Caption[]) => {
    fake.captions.set(all);
    await settle();
  };
  const tool = () =>
    features
      .find(({ name }) => name === 'captions')
      ?.tool?.({ room: fake.room, language: language('es') } as never);
  return { ...mounted, fake, captions, box, lines, say, tool };
};

test('without captions nothing is drawn, and nothing offered', async () => {
  const { box, tool, composer } = await shown();
  expect(box()).toBeFalsy();
  expect(tool()).toBeNull();
  expect(composer.shadowRoot?.querySelector('chat-captions')?.getBoundingClientRect().height ?? 0).toBe(0);
});

test('what is being said stands above the field, with its speaker', async () => {
  const { say, lines, box, field } = await shown();
  await say(caption('a', 'Buenas'));
  expect(lines()).toEqual(['Dra. Gil Buenas']);
  await say(caption('a', 'Buenas tardes', { final: true }), caption('b', 'Empezamos'));
  expect(lines()).toEqual(['Dra. Gil Buenas tardes', 'Dra. Gil Empezamos']);
  await say(caption('b', 'Empezamos'), caption('c', 'Gracias', { speaker: 'Ana' }));
  expect(lines()).toEqual(['Dra. Gil Empezamos', 'Ana Gracias']);
  expect(box()!.getBoundingClientRect().bottom).toBeLessThanOrEqual(field().getBoundingClientRect().top);
  await say();
  expect(box()).toBeFalsy();
});

test('the box has one height, and its end is what is seen', async () => {
  const { say, box, captions } = await shown({ width: 320 });
  await say(caption('a', 'Hola'));
  const { height } = box()!.getBoundingClientRect();
  await say(caption('a', `${'palabra '.repeat(60)}final`));
  expect(box()!.getBoundingClientRect().height).toBe(height);
  const text = captions()!.querySelector('p')!;
  const area = captions()!.querySelector('.lines')!.getBoundingClientRect();
  expect(text.getBoundingClientRect().height).toBeGreaterThan(area.height);
  expect(Math.abs(text.getBoundingClientRect().bottom - area.bottom)).toBeLessThan(2);
});

test('screen readers find it as a region, and it does not interrupt them', async () => {
  const { say, box, captions } = await shown();
  await say(caption('a', 'Good evening', { language: 'en' }));
  expect([box()?.getAttribute('role'), box()?.ariaLabel]).toEqual(['region', 'Subtítulos']);
  expect(captions()?.querySelector('[aria-live], [role=status], [role=log], [role=alert]')).toBeNull();
  expect(captions()?.querySelector('p')?.lang).toBe('en');
  for (const scheme of ['light', 'dark'] as const) {
    document.documentElement.style.colorScheme = scheme;
    const { violations } = await axe.run(box()!, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
});

test('the reader turns captions off, and on again in the menu of the header', async () => {
  const { say, lines, captions, composer, tool } = await shown();
  await say(caption('a', 'Buenas tardes'));
  expect(tool()).toMatchObject({ label: 'Desactivar subtítulos', inMenu: true });
  const close = captions()!.querySelector<HTMLElement>('[aria-label="Desactivar subtítulos"]')!;
  close.focus();
  await userEvent.keyboard('{Enter}');
  await settle();
  expect(lines()).toEqual([]);
  expect(composer.shadowRoot?.activeElement?.localName).toBe('textarea');
  await say(caption('b', 'Seguimos'));
  expect(lines()).toEqual([]);
  expect(tool()?.label).toBe('Activar subtítulos');
  tool()?.run?.(composer);
  await settle();
  expect(lines()).toEqual(['Dra. Gil Seguimos']);
});

test('of several languages the reader’s is shown, until they choose another', async () => {
  const { say, lines, captions } = await shown();
  const both = (count: number) => [
    caption(`en${count}`, `Good evening ${count}`, { language: 'en' }),
    caption(`es${count}`, `Buenas tardes ${count}`, { language: 'es-MX' }),
    caption(`all${count}`, `♪ ${count}`, { speaker: 'Música' }),
  ];
  await say(...both(1));
  expect(lines()).toEqual(['Dra. Gil Buenas tardes 1', 'Música ♪ 1']);
  const button = captions()!.querySelector<HTMLElement>('.language')!;
  expect(button.ariaLabel).toBe('Idioma de los subtítulos: ES, Español de México');
  button.click();
  const menu = () => captions()?.querySelector('chat-message-menu')?.shadowRoot;
  await expect.poll(() => menu()?.querySelectorAll('[role=menuitem]').length).toBe(2);
  menu()?.querySelector<HTMLElement>('[role=menuitem]')?.click();
  await settle();
  expect(lines()).toEqual(['Dra. Gil Good evening 1', 'Música ♪ 1']);
  await say(...both(2));
  expect(lines()[0]).toBe('Dra. Gil Good evening 2');
});

test('a page can leave captions out', async () => {
  const { say, box } = await shown({ attributes: { features: '-captions' } });
  await say(caption('a', 'Buenas tardes'));
  expect(box()).toBeFalsy();
});

test('a thread has none', async () => {
  const { say, box, composer } = await shown();
  await say(caption('a', 'Buenas tardes'));
  expect(box()).toBeTruthy();
  composer.thread = 'x';
  await settle();
  expect(composer.shadowRoot?.querySelector('chat-captions')).toBeNull();
});
