import { expect, test } from 'vitest';
import { clock, duration } from '../src/i18n/durations.ts';

test('a clock shows minutes and seconds, hours if there are any, in the digits of the language', () => {
  expect([0, 999, 1_000, 65_400, 300_000, 3_725_000].map((ms) => clock(ms, 'es'))).toEqual([
    '0:00',
    '0:00',
    '0:01',
    '1:05',
    '5:00',
    '1:02:05',
  ]);
  expect(clock(65_400, 'ar-EG')).toBe('١:٠٥');
});

test.each([
  ['es', '10 segundos', '5 minutos', '2 horas', '1 día'],
  ['en', '10 seconds', '5 minutes', '2 hours', '1 day'],
  ['de', '10 Sekunden', '5 Minuten', '2 Stunden', '1 Tag'],
  ['ar-EG', '١٠ ثوان', '٥ دقائق', 'ساعتان', 'يوم'],
])('%s: a duration is shown in its largest whole unit', (tag, seconds, minutes, hours, day) => {
  const shown = [duration(10, tag), duration(300, tag), duration(7_200, tag), duration(86_400, tag)];
  expect(shown.map((text) => text.replaceAll('\u00a0', ' '))).toEqual([seconds, minutes, hours, day]);
});
