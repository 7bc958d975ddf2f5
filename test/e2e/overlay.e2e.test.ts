// A host puts a question on stage; the overlay shows it over a video, and ends when its token is revoked.
import { expect, test } from 'vitest';
import { picture, useBrowser } from './browser.ts';
import { ownChat } from './own-chat.ts';

const { visit } = useBrowser();
const roomId = 'plaza';

test(
  'an overlay shows the stage, polls, chat and emoji, and no more once revoked',
  { timeout: 120_000 },
  async () => {
    const { chat, enter } = await ownChat();
    const admin = chat.as({ id: 'root', name: 'Root', role: 'admin' });
    await admin.call('room:create', { roomId });
    const host = chat.as({ id: 'luis', name: 'Luis Ortega', role: 'admin' });
    const id = () => crypto.randomUUID();
    const asked = await host.call('message:send', { roomId, id: id(), text: '¿Se podrá ver **después**?' });

    // A member puts it on stage by the menu, as a moderator.
    const [seat, obs] = [await visit(), await visit({ viewport: { width: 1280, height: 720 } })];
    await enter(seat.page, 'Ana', 'es');
    const { members } = await admin.call('member:list', { roomId });
    const ana = members.find(({ user }) => user.name === 'Ana')?.user.id ?? '';
    await admin.call('member:update', { roomId, userId: ana, role: 'moderator' });
    const row = seat.page.locator('chat-messages [data-message]', { hasText: 'después' });
    await row.hover();
    await row.locator('.more').click();
    await seat.page.locator('.menu:popover-open .more').click();
    await seat.page.getByRole('menuitem', { name: 'Destacar mensaje' }).click();
    await seat.page.locator('.spotlight-bar', { hasText: '¿Se podrá ver después?' }).waitFor();

    const { token, overlayId } = await host.call('overlay:create', { roomId });
    const origin = new URL(seat.page.url()).origin;
    const address = (more: Record<string, string> = {}) =>
      `${origin}/chat/overlay?${new URLSearchParams({ room: roomId, token, lang: 'es', ...more })}`;
    const { page } = obs;
    await page.goto(address({ show: 'spotlight,polls,chat,reactions', '--chat-accent': 'rgb(255, 0, 80)' }));
    const overlay = page.locator('chat-overlay');
    await overlay.locator('.spotlight', { hasText: 'Luis Ortega' }).waitFor();
    await overlay.locator('.chat .card', { hasText: '¿Se podrá ver después?' }).waitFor();
    // Transparent: nothing between the cards.
    const backgrounds = await page.evaluate(() =>
      [document.documentElement, document.body, document.querySelector('chat-overlay')!].map(
        (element) => getComputedStyle(element).backgroundColor,
      ),
    );
    expect(new Set(backgrounds)).toEqual(new Set(['rgba(0, 0, 0, 0)']));
    expect(
      await overlay.evaluate((element) => getComputedStyle(element).getPropertyValue('--chat-accent')),
    ).toBe('rgb(255, 0, 80)');
    // Nobody is present by it.
    expect((await admin.call('room:join', { roomId })).occupancy).toBe(2);

    const poll = await host.call('poll:create', {
      roomId,
      id: id(),
      question: '¿Repetimos?',
      options: ['Sí', 'No'],
      results: 'always',
    });
    await overlay.locator('.poll', { hasText: '¿Repetimos?' }).waitFor();
    await host.call('poll:vote', { roomId, messageId: poll.id, options: ['1'] });
    await overlay.locator('.poll .leads', { hasText: 'Sí' }).waitFor();
    await host.call('reaction:burst', { roomId, emoji: '🎉' });
    await overlay.locator('chat-bursts span', { hasText: '🎉' }).waitFor();
    await picture(page, 'overlay');

    await host.call('message:delete', { roomId, messageId: asked.id });
    await overlay.locator('.spotlight').waitFor({ state: 'detached' });
    await host.call('overlay:revoke', { roomId, overlayId });
    await host.call('message:send', { roomId, id: id(), text: 'después de revocar' });
    await seat.page.locator('[data-message]', { hasText: 'después de revocar' }).waitFor();
    expect(await page.content()).not.toContain('después de revocar');
    expect(await overlay.locator('[role=alert]').count()).toBe(0);
    // To the user who sets it up, it says that the link does not work.
    await page.goto(address());
    await overlay.locator('[role=alert]', { hasText: 'Este enlace ya no funciona' }).waitFor();
    expect([...seat.complaints, ...obs.complaints]).toEqual([]);
  },
);
