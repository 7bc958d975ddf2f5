import { expect, test } from 'vitest';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';

const said = [
  '**Importante**: trae el *DNI* o `pasaporte`, ~~no~~ hace falta cita.',
  'Pasos:\n1. Entra en [tu cuenta](https://portal.example/cuenta)\n2. Elige hora\n   - mañana\n   - tarde\n\nY ya está.',
  '> ¿A qué hora?\n\nA las diez.',
  '```ts\nconst cita = await room.messages.send({ text: "hola, esto es una línea muy larga que no cabe en la burbuja" });\n```',
  'https://example.org/una/ruta/' + 'muylarga'.repeat(30),
  'x'.repeat(400),
  '- ' + 'y'.repeat(200),
  '> '.repeat(3) + 'z'.repeat(200),
  '<img src=x onerror="alert(1)"> **[a](javascript:alert(1))**',
];

test.each([320, 400, 900])(
  'markup becomes elements, and nothing is wider than its bubble at %i px',
  async (width) => {
    const fake = fakeChat(said.flatMap((text) => [message(luis, text), message(ana, text)]));
    const { messages, rows, scroller } = await mount(fake, { width });
    const find = (selector: string) => [
      ...messages.renderRoot.querySelectorAll<HTMLElement>(`.text ${selector}`),
    ];
    expect(find('strong').map((each) => each.textContent)).toContain('Importante');
    expect(find('ol > li').map((each) => each.getAttribute('value'))).toEqual(['1', '2', '1', '2']);
    expect(find('ol > li > ul > li')).toHaveLength(4);
    expect(find('blockquote')[0]?.innerText).toBe('¿A qué hora?');
    expect(find('img, script')).toEqual([]);
    const [link] = find('a[href="https://portal.example/cuenta"]') as HTMLAnchorElement[];
    expect(link?.textContent).toBe('tu cuenta (portal.example)');
    expect(link?.rel).toBe('noopener noreferrer nofollow');
    expect(link?.target).toBe('_blank');
    expect(scroller().scrollWidth).toBe(scroller().clientWidth);
    for (const row of rows()) {
      const bubble = row.querySelector('.bubble')?.getBoundingClientRect();
      expect(row.querySelector<HTMLElement>('.text')!.innerText).not.toMatch(/^\s|\s$|\n\s*\n\s*\n/);
      for (const part of row.querySelectorAll('.text, .text *:not(pre *)')) {
        expect(part.getBoundingClientRect().right).toBeLessThanOrEqual((bubble?.right ?? 0) + 1);
      }
    }
  },
);

test('a message of only a few emoji is large', async () => {
  const fake = fakeChat([message(luis, 'vale'), message(luis, '🎉👍🏽'), message(luis, 'bien 🎉')]);
  const { rows } = await mount(fake);
  const sizes = () => rows().map((row) => parseFloat(getComputedStyle(row.querySelector('.text')!).fontSize));
  const [plain = 0, , mixed] = sizes();
  expect(mixed).toBe(plain);
  await expect.poll(() => sizes()[1]).toBeGreaterThan(plain * 1.8);
});
