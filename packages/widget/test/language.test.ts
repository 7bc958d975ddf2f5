import { beforeAll, expect, test } from 'vitest';
import { en } from '../src/i18n/en.ts';
import { es } from '../src/i18n/es.ts';
import { language, loadLanguage, registerLanguage, withLabels } from '../src/i18n/language.ts';
import { ana, ines, luis } from './fixtures/fake-client.ts';
import { typingText } from '../src/composer/composer-deferred.ts';

beforeAll(async () => {
  await loadLanguage('es');
  await loadLanguage('en');
});

test('selects the first language that has texts, with the region for dates', () => {
  expect(language(null, 'xx', 'es-MX').tag).toBe('es-MX');
  expect(language('es_nonsense!').text('join')).toBe('Unirse');
  expect(language('xx').text('join')).toBe('Join');
  expect(language('EN-gb').text('join')).toBe('Join');
});

test('a tag without a region takes the region that the browser has for the same language', () => {
  const afternoon = new Date(2026, 2, 10, 16, 47).getTime();
  expect(language('en', 'en-GB', 'en').time(afternoon)).toBe('16:47');
  expect(language('en', 'es-ES', 'en-GB').time(afternoon)).toBe('16:47');
  expect(language('en-US', 'en-GB').time(afternoon)).toMatch(/^4:47\sPM$/);
  expect(language('en', 'es-ES').tag).toBe('en');
});

test('selects the plural form of a number', () => {
  expect(language('es').plural('newCount', 1)).toBe('1 mensaje nuevo');
  expect(language('es').plural('newCount', 2)).toBe('2 mensajes nuevos');
  expect(language('en').plural('present', 1_234)).toBe('1,234 people online');
  expect(language('es').plural('present', 1_000_000)).toContain('personas');
});

test('names the users who are typing: one, two, many, never the reader', () => {
  const t = language('es');
  const text = (...users: (typeof ana)[]) => typingText({ users, count: users.length }, ana.id, t);
  expect(text(ana)).toBe('');
  expect(text(luis)).toBe('Luis Ortega está escribiendo…');
  expect(text(luis, ines)).toBe('Luis Ortega e Inés Vidal están escribiendo…');
  expect(text(luis, ines, ana)).toBe('Luis Ortega e Inés Vidal están escribiendo…');
  expect(text(luis, ines, { id: 'x', name: 'X' })).toBe('Varias personas están escribiendo…');
  expect(typingText({ users: [luis], count: 40 }, ana.id, t)).toBe('Varias personas están escribiendo…');
});

test('names days by the calendar, not by elapsed hours', () => {
  const now = new Date(2026, 2, 10, 0, 30).getTime();
  const t = language('es');
  expect(t.day(now, now)).toBe('Hoy');
  expect(t.day(now - 3_600_000, now)).toBe('Ayer');
  expect(t.day(new Date(2026, 2, 5).getTime(), now)).toBe('Jueves, 5 de marzo');
  expect(t.day(new Date(2025, 2, 5).getTime(), now)).toBe('5 de marzo de 2025');
  expect(language('en').day(now, now)).toBe('Today');
});

test('explains an error by its reason, else by its code', () => {
  const t = language('es');
  expect(t.error({ code: 'conflict', reason: 'name_taken' })).toBe(es.reasons.name_taken);
  expect(t.error({ code: 'conflict', reason: 'of_the_application' })).toBe(es.codes.conflict);
});

test('both languages have the same placeholders', () => {
  const places = (texts: object): Record<string, string> =>
    Object.fromEntries(
      Object.entries(texts).map(([key, value]) => [
        key,
        (JSON.stringify(value).match(/\{\w+\}/g) ?? []).sort().join(),
      ]),
    );
  expect(places(es)).toEqual(places(en));
});

test('an added pack falls back to English for missing texts', () => {
  registerLanguage('ca', { join: "Uneix-t'hi" });
  expect(language('ca-ES').text('join')).toBe("Uneix-t'hi");
  expect(language('ca').text('send')).toBe('Send');
});

test('a page can replace single texts and plural forms; the others stay', () => {
  const t = withLabels(language('es'), {
    members: 'Ciudadanos',
    present: { one: '{n} ciudadano', other: '{n} ciudadanos' },
    newCount: '{n} sin leer',
  });
  expect([t.text('members'), t.text('send')]).toEqual(['Ciudadanos', 'Enviar']);
  expect([t.plural('present', 1), t.plural('present', 1_234_567)]).toEqual([
    '1 ciudadano',
    '1.234.567 ciudadanos',
  ]);
  expect([t.plural('newCount', 1), t.plural('charactersLeft', 1)]).toEqual([
    '1 sin leer',
    'Queda 1 carácter',
  ]);
});
