import { capabilities } from '@chat/protocol';
import { expect, test } from 'vitest';
import { openPanel } from '../src/core/open-panel.ts';
import { fakeChat, ines, luis, message, room } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';

test('everybody sees that attendance is recorded; hosts see the list and save it as CSV', async () => {
  const fake = fakeChat([message(ines, 'hola')]);
  const settings = { ...room(), attendance: true };
  const can = capabilities(settings, { role: 'owner' }, 0);
  fake.state.set({ ...fake.state.get(), room: settings, can });
  const at = Date.now() - 3_600_000;
  const users = [
    { user: luis, intervals: [{ from: at, to: at + 600_000 }], totalMs: 600_000 },
    {
      user: ines,
      intervals: [
        { from: at, to: at + 60_000 },
        { from: at + 300_000, to: at + 365_000 },
      ],
      totalMs: 125_000,
    },
  ];
  const saved: string[] = [];
  Object.assign(fake.room, {
    attendance: {
      list: async () => ({ users, hasMore: false }),
      csv: async () => (saved.push('csv'), 'user,name'),
    },
  });
  const { element, find } = await mount(fake, { width: 900 });
  const root = element.shadowRoot!;
  await expect.poll(() => root.querySelector('.attendance-bar')?.textContent).toMatch(/Se está registrando/);
  openPanel(element, 'attendance');
  const rows = () => [...(find('chat-attendance')?.shadowRoot?.querySelectorAll('li') ?? [])];
  await expect
    .poll(() => rows().map((row) => row.querySelector('.total')?.textContent))
    .toEqual(['10:00', '2:05']);
  expect(rows()[1]?.querySelector('.times')?.textContent).toMatch(/ · /);
  find('chat-attendance')?.shadowRoot?.querySelector<HTMLElement>('button.load')?.click();
  await expect.poll(() => saved).toEqual(['csv']);
});
