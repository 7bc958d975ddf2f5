// Code blocks: language, colours of tokens, and the button that copies.
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still } from './fixtures/mount.ts';

const source =
  'import { send } from "@chat/client";\n// Sends it.\nexport const cita = async (n = 42) => {\n  return await send({ text: `hola ${n}` });\n};';
const blocks = [
  `\`\`\`ts\n${source}\n\`\`\``,
  '```html\n<a href="/x">&amp;</a> <!-- nota -->\n```',
  '```diff\n@@ -1 +1 @@\n-viejo\n+nuevo\n```',
  '```\nsin lenguaje\n```',
];

const shown = async (scheme: 'light' | 'dark' = 'light', width = 700) => {
  const fake = fakeChat(blocks.flatMap((text) => [message(luis, text), message(ana, text)]));
  const mounted = await mount(fake, { scheme, width, height: 1_600 });
  const find = (selector: string) => [...mounted.messages.renderRoot.querySelectorAll<HTMLElement>(selector)];
  await expect.poll(() => find('.code')).toHaveLength(8);
  await still();
  return { ...mounted, find };
};

test('code shows its language and its tokens in colours; the text is the same', async () => {
  const { find } = await shown();
  expect(find('.code .language').map((each) => each.textContent)).toEqual([
    'ts',
    'ts',
    'html',
    'html',
    'diff',
    'diff',
  ]);
  const [code] = find('.code code');
  expect(code?.textContent).toBe(source);
  const colours = ['keyword', 'string', 'comment', 'number', 'name'].map(
    (kind) => getComputedStyle(code!.querySelector(`.${kind}`)!).color,
  );
  expect(new Set([...colours, getComputedStyle(code!).color]).size).toBe(6);
  expect(find('.code:not(:has(.language)) .token')).toEqual([]);
});

test.each(['light', 'dark'] as const)('code has no axe violation, %s', async (scheme) => {
  const { messages } = await shown(scheme);
  const { violations } = await axe.run(messages);
  expect(
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any }) => `${id} ${target.join()} ${any[0]?.message}`),
    ),
  ).toEqual([]);
});

test('a button copies the code as it was written, says so, and is reached by keyboard', async () => {
  const copied: string[] = [];
  const { clipboard } = navigator;
  const writeText = async (text: string) => void copied.push(text);
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
  try {
    const { find, messages, rows } = await shown();
    const [button] = find('.copy-code');
    expect(button?.getAttribute('aria-label')).toBe('Copiar código');
    rows()[0]!.focus();
    await settle();
    expect(button?.tabIndex).toBe(0);
    button!.focus();
    expect(getComputedStyle(button!).opacity).toBe('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => copied).toEqual([source]);
    await expect
      .poll(() => messages.renderRoot.querySelector('[aria-live=polite]')?.textContent)
      .toContain('Copiado');
    expect(button?.classList.contains('done')).toBe(true);
  } finally {
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
  }
});

test.each([320, 390])('a block is never wider than its bubble, %i px', async (width) => {
  const { find, scroller } = await shown('light', width);
  expect(scroller().scrollWidth).toBe(scroller().clientWidth);
  for (const block of find('.code')) {
    const { right } = block.closest('.bubble')!.getBoundingClientRect();
    expect(block.getBoundingClientRect().right).toBeLessThanOrEqual(right + 1);
  }
});
