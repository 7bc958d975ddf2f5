// axe checks of the message list, for every accent colour.
import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ana, fakeChat, ines, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still, type Mounted } from './fixtures/mount.ts';

const violations = async (root: Element, rules: string[]): Promise<string[]> => {
  const found = await axe.run(root, {
    runOnly: rules,
    rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: true }])),
  });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${id} ${JSON.stringify(target)} ${any[0]?.message ?? ''}`),
  );
};

const wide = '```ts\nconst cita = await room.messages.send({ text: "hola" });\n```';

const talk = () => {
  const question = message(luis, '¿Traigo el **DNI**? Mirad https://portal.example/cuenta');
  const mine = message(ana, 'Sí, por favor');
  return fakeChat([
    question,
    mine,
    message(ana, 'El DNI vale.', { replyTo: question.id }),
    message(luis, 'Vale', { replyTo: mine.id }),
    message(luis, 'Pregunta a @Inés Vidal y a @Ana Ruiz', { mentions: [ines.id, ana.id] }),
    message(ana, 'Gracias @Inés Vidal', { mentions: [ines.id] }),
    message(luis, wide),
    message(ana, wide),
    message(luis, '```\ncorto\n```'),
  ]);
};

const shown = async (scheme: 'light' | 'dark' = 'light', style = ''): Promise<Mounted> => {
  const mounted = await mount(talk(), { width: 400, height: 1_200, scheme, attributes: { style } });
  await expect.poll(() => mounted.messages.renderRoot.querySelectorAll('.mention')).toHaveLength(3);
  await still();
  return mounted;
};

test('a quote has its visible text as its name and its target as its description', async () => {
  const { element, messages } = await shown();
  expect(await violations(element, ['label-content-name-mismatch'])).toEqual([]);
  const quote = messages.renderRoot.querySelector('button.quote')!;
  expect(quote.getAttribute('aria-description')).toBe('Ir al mensaje');
});

describe('contrast', () => {
  afterEach(() => document.documentElement.style.removeProperty('--chat-accent'));
  const hues = Array.from({ length: 12 }, (_, at) => `oklch(0.55 0.2 ${at * 30})`);
  const accents = [...hues, '#007651', '#ffd400', '#00e5ff', '#000', '#fff', '#ff0000'];

  test.each(['light', 'dark'] as const)(
    'quotes and mentions have enough contrast with every accent, %s',
    async (scheme) => {
      const { element } = await shown(scheme);
      const found: string[] = [];
      for (const accent of accents) {
        element.style.setProperty('--chat-accent', accent);
        await still();
        for (const each of await violations(element, ['color-contrast'])) found.push(`${accent} ${each}`);
      }
      expect(found).toEqual([]);
    },
  );
});

describe('code', () => {
  const blocks = ({ messages }: Mounted): HTMLElement[] => [
    ...messages.renderRoot.querySelectorAll<HTMLElement>('pre'),
  ];

  test('Tab focuses a block wider than its bubble and arrows scroll it; a block that fits is skipped', async () => {
    const mounted = await shown();
    expect(await violations(mounted.element, ['scrollable-region-focusable'])).toEqual([]);
    const [first, second, short] = blocks(mounted);
    for (const block of [first, second]) {
      expect([block?.tabIndex, block?.getAttribute('role'), block?.ariaLabel]).toEqual([
        0,
        'group',
        'Código',
      ]);
    }
    expect([short?.tabIndex, short?.getAttribute('role')]).toEqual([-1, null]);
    first!.focus();
    await userEvent.keyboard('{ArrowRight>10/}');
    await expect.poll(() => first!.scrollLeft).toBeGreaterThan(0);
  });

  test('a block leaves the tab order when its bubble grows enough to fit it', async () => {
    const mounted = await shown();
    mounted.element.style.inlineSize = '1400px';
    await settle();
    await expect.poll(() => blocks(mounted).map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, -1]);
  });
});
