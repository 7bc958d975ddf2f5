// The reports of a room on the admin page, where its messages are encrypted.
import { expect, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import type { AdminReports } from '../src/admin/admin-reports.ts';
import '../src/admin/admin-reports.ts';
import { loadLanguage } from '../src/i18n/language.ts';
import { ana, luis, message } from './fixtures/samples.ts';

await loadLanguage('es');

test('a report of an encrypted message says that its text was revealed, or that it was not', async () => {
  const encrypted = { epoch: 1, device: 'd', ciphertext: 'c', commitment: 'h' };
  const report = { roomId: 'lobby', author: luis, message: { ...message(luis, ''), encrypted } };
  const complaint = { by: ana, at: Date.now() };
  const reports = [
    {
      ...report,
      messageId: 'm1',
      rev: 5,
      text: 'algo feo',
      complaints: [{ ...complaint, revealed: true, text: 'algo peor' }],
    },
    { ...report, messageId: 'm2', rev: 6, text: '', complaints: [complaint] },
  ];
  const call = async (name: string) =>
    name === 'report:list' ? { reports, hasMore: false } : { messages: [], count: 0, hasMore: false };
  const element = document.createElement('chat-admin-reports') as AdminReports;
  Object.assign(element, { lang: 'es', target: 'lobby', session: { src: '', call, onRefused: () => {} } });
  document.body.append(element);
  onTestFinished(() => element.remove());
  for (const text of ['algo feo', 'algo peor', 'Texto revelado por quien lo denunció'])
    await expect.element(page.getByText(text, { exact: true })).toBeVisible();
  await expect.element(page.getByText('Quien lo denunció no reveló el texto')).toBeVisible();
});
