// A host puts messages and questions on stage, and creates a link for OBS; the overlay shows them over a video until
// the link is revoked.
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

    // She creates the link in the menu of the room, and pastes its address into OBS.
    const openLinks = async (): Promise<void> => {
      await seat.page.locator('chat-room header .more-tools').click();
      await seat.page.getByRole('menuitem', { name: 'Overlay para vídeo' }).click();
    };
    await openLinks();
    await seat.page.getByRole('checkbox', { name: 'Chat' }).check();
    await seat.page.getByRole('button', { name: 'Crear enlace' }).click();
    const link = await seat.page.getByRole('textbox', { name: 'Nuevo enlace de overlay' }).inputValue();
    await seat.page.keyboard.press('Escape');
    const { searchParams } = new URL(link);
    expect([searchParams.get('room'), searchParams.get('show')]).toEqual([
      roomId,
      'spotlight,polls,reactions,chat',
    ]);
    const address = (more: Record<string, string> = {}) =>
      `${link}&${new URLSearchParams({ lang: 'es', ...more })}`;
    const { page } = obs;
    await page.goto(address({ '--chat-accent': 'rgb(255, 0, 80)' }));
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

    // An anonymous question goes on stage from the list of questions, and leaves it when it is dismissed.
    await admin.call('room:update', { roomId, questions: 'anonymous' });
    await host.call('question:ask', { roomId, id: id(), text: '¿Habrá becas?', anonymous: true });
    await seat.page.locator('chat-room header .icon-button.questions').click();
    const card = seat.page.locator('chat-questions .card', { hasText: '¿Habrá becas?' });
    await card.getByRole('button', { name: /^Mostrar en pantalla/ }).click();
    await overlay.locator('.spotlight', { hasText: /Anónimo\s*Pregunta\s*¿Habrá becas\?/ }).waitFor();
    expect(await overlay.locator('.spotlight').textContent()).not.toContain('Luis');
    await picture(page, 'overlay-question');
    await card.getByRole('button', { name: /^Descartar/ }).click();
    await overlay.locator('.spotlight').waitFor({ state: 'detached' });

    await openLinks();
    await seat.page.getByRole('button', { name: /^Revocar enlace/ }).click();
    await seat.page.locator('chat-overlay-links .links').waitFor({ state: 'detached' });
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
