// Density, corners, and system preferences: high contrast, forced colors, reduced motion.
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { cdp, userEvent } from 'vitest/browser';
import { openPanel } from '../src/core/open-panel.ts';
import { askingServer } from './fixtures/asking-server.ts';
import { conversation } from './fixtures/conversation.ts';
import { fakeChat, luis } from './fixtures/fake-client.ts';
import { mount, settle, still, type Mounted, type MountOptions } from './fixtures/mount.ts';

const system = (features: Record<string, string>): Promise<unknown> =>
  (cdp() as unknown as { send(method: string, params: object): Promise<unknown> }).send(
    'Emulation.setEmulatedMedia',
    { features: Object.entries(features).map(([name, value]) => ({ name, value })) },
  );
afterEach(() =>
  system({
    'prefers-contrast': '',
    'forced-colors': '',
    'prefers-reduced-motion': '',
    'prefers-color-scheme': '',
  }),
);

const talk = (options: MountOptions = {}): Promise<Mounted> => mount(fakeChat(conversation()), options);
const bubble = ({ rows }: Mounted): HTMLElement => rows()[0]!.querySelector<HTMLElement>('.bubble')!;
const style = (element: Element): CSSStyleDeclaration => getComputedStyle(element);
const rooted = (parent: HTMLElement | null, selector: string): HTMLElement | null =>
  parent?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;

describe('density', () => {
  const sizes = async (options: MountOptions): Promise<number[]> => {
    const mounted = await talk({ width: 800, ...options });
    openPanel(mounted.element, 'members');
    const person = () => rooted(mounted.find('chat-members'), '.person');
    await expect.poll(person).not.toBeNull();
    return [mounted.find('header'), bubble(mounted), mounted.field(), person()].map(
      (element) => element!.getBoundingClientRect().height,
    );
  };

  test('compact: header, bubbles, input and members are all lower, and all at least 24 px', async () => {
    const [loose, tight] = [await sizes({}), await sizes({ attributes: { density: 'compact' } })];
    tight.forEach((height, at) => expect(height).toBeLessThan(loose[at]!));
    tight.forEach((height) => expect(height).toBeGreaterThanOrEqual(24));
  });

  test('a page can set a density in between', async () => {
    const style = '--chat-density: 0.5';
    const [loose, between, tight] = [
      await sizes({}),
      await sizes({ attributes: { style } }),
      await sizes({ attributes: { density: 'compact' } }),
    ];
    expect(between[0]).toBeLessThan(loose[0]!);
    expect(between[0]).toBeGreaterThan(tight[0]!);
  });
});

describe('corners', () => {
  const corner = async (radius: string): Promise<string[]> => {
    askingServer(() => ({ code: 'unauthenticated', reason: 'name_required' }));
    const mounted = await mount(null, { attributes: { style: `--chat-radius: ${radius}` } });
    const input = () => rooted(mounted.find('chat-ask-name, chat-join-form, [class] > *'), 'input');
    await expect.poll(() => deep(mounted.element, 'input')).not.toBeNull();
    const found = input() ?? deep(mounted.element, 'input')!;
    return [style(mounted.find('.frame')!).borderTopLeftRadius, style(found).borderTopLeftRadius];
  };
  const deep = (from: Element, selector: string): HTMLElement | null =>
    rooted(from as HTMLElement, selector) ??
    [...(from.shadowRoot?.querySelectorAll('*') ?? [])].map((each) => deep(each, selector)).find(Boolean) ??
    null;

  test('square: inputs and buttons inside are square, too', async () => {
    expect(await corner('0')).toEqual(['0px', '0px']);
    expect(await corner('0px')).toEqual(['0px', '0px']);
  });

  test.each(['0', '0px'])('with %s, bubbles and the composer are square', async (radius) => {
    const mounted = await talk({ attributes: { style: `--chat-radius: ${radius}` } });
    const field = mounted.composer.renderRoot.querySelector('.field')!;
    expect(style(field).borderRadius).toBe('0px');
    const bubbles = mounted.rows().flatMap((row) => [...row.querySelectorAll('.bubble')]);
    expect(new Set(bubbles.map((each) => style(each).borderRadius))).toEqual(new Set(['0px']));
    expect(roundIn(mounted.element)).toEqual([]);
    const usual = await talk();
    expect(style(usual.composer.renderRoot.querySelector('.field')!).borderRadius).toBe('24px');
    expect(style(bubble(usual)).borderStartStartRadius).toBe('18px');
  });

  test('with 0, a launcher and its badge are square; by default they are round', async () => {
    const corners = async (attributes: Record<string, string>) => {
      const fake = fakeChat(conversation());
      fake.receipts.set({ ...fake.receipts.get(), unread: 3 });
      const { element, find } = await mount(fake, { attributes: { layout: 'launcher', ...attributes } });
      const part = (selector: string) => rooted(find('chat-launcher'), selector);
      await expect.poll(() => part('.count')).not.toBeNull();
      const radii = ['.launcher', '.count'].map((each) => style(part(each)!).borderRadius);
      element.remove();
      return radii;
    };
    expect(await corners({ style: '--chat-radius: 0' })).toEqual(['0px', '0px']);
    expect(await corners({})).toEqual(['1584px', '1584px']);
  });

  test('a small radius shrinks the inner ones, a large radius does not make them round', async () => {
    expect(await corner('8px')).toEqual(['8px', '6px']);
    expect(await corner('16px')).toEqual(['16px', '12px']);
    expect(await corner('40px')).toEqual(['40px', '12px']);
  });
});

/** Elements with a round corner, but for pictures and marks, which are circles whatever the corners are. */
const roundIn = (element: Element): string[] =>
  [...(element.shadowRoot?.querySelectorAll('*') ?? [])].flatMap((each) => [
    ...(style(each).borderRadius === '0px' || each.matches('.avatar, .avatar *, .dot, .badge, .spinner')
      ? []
      : [each.className]),
    ...roundIn(each),
  ]);

test('styles that a page forces on all elements do not affect the chat', async () => {
  const looks = ({ find }: Mounted) =>
    ['.heading', '.present', 'chat-composer'].map((selector) => {
      const { color, textTransform, letterSpacing, lineHeight, fontSize, fontWeight } = style(
        find(selector)!,
      );
      return [color, textTransform, letterSpacing, lineHeight, fontSize, fontWeight];
    });
  const before = looks(await talk());
  const sheet = document.createElement('style');
  sheet.textContent =
    'body * { color: red !important; text-transform: uppercase !important; letter-spacing: 4px !important; line-height: 3 !important; font-size: 30px !important; font-weight: 900 !important }';
  document.head.append(sheet);
  onTestFinished(() => sheet.remove());
  expect(looks(await talk())).toEqual(before);
});

test('high contrast: bubbles have an outline, and muted text is not muted', async () => {
  const mounted = await talk();
  const quiet = style(mounted.find('.present')!).color;
  expect(style(bubble(mounted)).boxShadow).toBe('none');
  await system({ 'prefers-contrast': 'more' });
  await settle();
  expect(style(bubble(mounted)).boxShadow).toContain('inset');
  expect(style(mounted.find('.present')!).color).not.toBe(quiet);
});

test('forced colors: bubbles, buttons and badges get a border', async () => {
  await system({ 'forced-colors': 'active' });
  const mounted = await talk();
  const badge = mounted.messages.renderRoot.querySelector('.author .tag')!;
  expect(style(badge).borderTopWidth).toBe('1px');
  expect(style(bubble(mounted)).borderTopWidth).toBe('1px');
  expect(style(rooted(mounted.composer, '.send')!).borderTopWidth).toBe('1px');
});

test.each(['light', 'dark'] as const)(
  'forced colors, %s: the actions of a message and the icons of its menu are visible',
  async (scheme) => {
    await system({ 'forced-colors': 'active', 'prefers-color-scheme': scheme });
    const mounted = await talk({ width: 800 });
    const more = mounted.rows()[0]!.querySelector<HTMLElement>('.more')!;
    // After a press, script that moves the focus shows no button.
    mounted.composer.focus();
    await userEvent.keyboard('a');
    more.focus();
    const dots = getComputedStyle(more, '::before');
    await expect.poll(() => dots.content).toBe('"•••"');
    await still();
    expect([dots.color, dots.backgroundColor]).toEqual([
      systemColor('ButtonText'),
      systemColor('ButtonFace'),
    ]);
    more.click();
    const menu = () => rooted(mounted.messages, 'chat-message-menu');
    await expect.poll(() => rooted(menu(), '[role=menuitem] .icon')).not.toBeNull();
    for (const icon of menu()!.shadowRoot!.querySelectorAll('[role=menuitem] .icon'))
      expect(style(icon).color).toBe(systemColor('ButtonText'));
  },
);

/** How the browser writes a colour of the system now. */
const systemColor = (name: string): string => {
  const probe = document.createElement('i');
  probe.style.color = name;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

test('reduced motion: nothing moves', async () => {
  await system({ 'prefers-reduced-motion': 'reduce' });
  const fake = fakeChat(conversation());
  const mounted = await mount(fake, { width: 400 });
  fake.typing.set({ users: [luis], count: 1 });
  openPanel(mounted.element, 'members');
  await expect.poll(() => mounted.find('.panel')).not.toBeNull();
  await settle();
  const roots = [mounted.element, mounted.messages, mounted.composer].map(({ shadowRoot }) => shadowRoot!);
  const moving = roots.flatMap((root) => root.getAnimations());
  expect(moving.map(({ effect }) => (effect as KeyframeEffect).target?.className)).toEqual([]);
});
