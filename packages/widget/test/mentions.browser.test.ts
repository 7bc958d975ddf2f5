import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { mentionedIn } from '../src/mentioned.ts';
import { ana, fakeChat, ines, luis, message } from './fixtures/fake-client.ts';
import { mount, type Mounted } from './fixtures/mount.ts';

const suggested = ({ composer }: Mounted) =>
  [...composer.renderRoot.querySelectorAll<HTMLElement>('[role=option]')].map((each) =>
    each.querySelector('span[dir]')?.textContent?.trim(),
  );

describe('who is mentioned', () => {
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
    expect(mentionedIn(text, named)).toEqual(expected);
  });
});

test('an @ suggests people; the chosen one goes along by id, and so does a name typed whole', async () => {
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

test('a mention is marked, one of the reader more so, and one of nobody is text', async () => {
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
  expect(rows().map((row) => row.classList.contains('calls-me'))).toEqual([true, false, false]);
  expect(rows()[0]?.getAttribute('aria-label')).toContain('te menciona');
});
