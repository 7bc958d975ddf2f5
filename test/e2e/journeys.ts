// The journeys of `keyboard-journeys.e2e.test.ts`: what a user presses in each, by mouse and by keyboard.
import type { Session } from '@chat/server';
import type { Locator, Page } from 'playwright-core';

/** The users of a room of its own, for each run of a journey. */
export interface Scene {
  page: Page;
  roomId: string;
  /** The newest message, of Luis. */
  message: Locator;
  luis: Session;
  /** Eva reports the message. */
  report(): Promise<unknown>;
}

/** Counts what a hand presses. */
export interface Hand {
  page: Page;
  presses: number;
  click(target: Locator, button?: 'right'): Promise<void>;
  press(...keys: string[]): Promise<void>;
  type(text: string): Promise<void>;
}

export const handOf = (page: Page): Hand => {
  const hand: Hand = {
    page,
    presses: 0,
    click: async (target, button) => {
      hand.presses += 1;
      await target.click(button ? { button } : {});
    },
    press: async (...keys) => {
      for (const key of keys) {
        hand.presses += 1;
        await page.keyboard.press(key);
      }
    },
    type: (text) => page.keyboard.type(text),
  };
  return hand;
};

export interface Journey {
  name: string;
  /** By mouse. */
  clicks: number;
  prepare?(scene: Scene): Promise<unknown>;
  mouse(hand: Hand, scene: Scene): Promise<void>;
  keyboard(hand: Hand, scene: Scene): Promise<void>;
  /** Waits for the result. */
  done(scene: Scene): Promise<unknown>;
}

export const list = (page: Page): Locator => page.locator('.talk > chat-messages');
const tool = (page: Page, name: string): Locator =>
  page.locator('chat-room header').getByRole('button', { name });
const entry = (page: Page, name: string | RegExp): Locator => page.getByRole('menuitem', { name });
const send = (page: Page, within = '.talk >'): Locator => page.locator(`${within} chat-composer .send`);
const bar = async ({ message }: Scene, name: string): Promise<Locator> => {
  await message.locator('.bubble').hover();
  return message.locator('.toolbar').getByRole('button', { name, exact: true });
};
const own = (page: Page): Locator => list(page).locator('.message.own');
export const focused = (page: Page, selector: string): Promise<unknown> =>
  page.waitForFunction((wanted) => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.matches(wanted);
  }, selector);
const choose = async (page: Page, act: () => Promise<void>): Promise<void> => {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), act()]);
  await chooser.setFiles({ name: 'acta.txt', mimeType: 'text/plain', buffer: Buffer.from('Acta') });
  await page.locator('.talk chat-composer .send:not(:disabled)').waitFor();
};
const answered = ({ page }: Scene): Promise<void> => page.locator('chat-call .choice.accept').waitFor();

/** Ends the call while it rings at Luis. Then Luis calls. */
const callBack = async (scene: Scene): Promise<void> => {
  const { page, luis, roomId } = scene;
  await page.locator('chat-call').getByText('Llamando a Luis').waitFor();
  const { calls } = await luis.call('call:list', {});
  await luis.call('call:reject', { callId: calls[0]?.id ?? '' });
  await page.locator('chat-call').getByText('Llamando a Luis').waitFor({ state: 'detached' });
  await luis.call('call:start', { roomId, kind: 'audio' });
  await answered(scene);
};

export const journeys: readonly Journey[] = [
  {
    name: 'reply',
    clicks: 2,
    mouse: async (hand, scene) => {
      await hand.click(await bar(scene, 'Responder'));
      await hand.type('Sí');
      await hand.click(send(scene.page));
    },
    keyboard: async (hand, { page }) => {
      await hand.press('Alt+Shift+R');
      await page.locator('.talk chat-composer').getByText('Respondiendo').waitFor();
      await hand.type('Sí');
      await hand.press('Enter');
    },
    done: ({ page }) => own(page).locator('.quote').waitFor(),
  },
  {
    name: 'react',
    clicks: 1,
    mouse: async (hand, { message }) => {
      await message.locator('.bubble').hover();
      await hand.click(message.locator('.toolbar .quick').first());
    },
    keyboard: (hand) => hand.press('Alt+Shift+1'),
    done: ({ message }) => message.locator('.reaction[aria-pressed=true]').waitFor(),
  },
  {
    name: 'open a thread and answer',
    clicks: 2,
    mouse: async (hand, scene) => {
      await hand.click(await bar(scene, 'Responder en un hilo'));
      await focused(scene.page, 'textarea[aria-label*=hilo]');
      await hand.type('En el hilo');
      await hand.click(send(scene.page, 'chat-thread'));
    },
    keyboard: async (hand, { page }) => {
      await hand.press('Alt+Shift+T');
      await focused(page, 'textarea[aria-label*=hilo]');
      await hand.type('En el hilo');
      await hand.press('Enter');
    },
    done: ({ message }) => message.locator('.thread-count').waitFor(),
  },
  {
    name: 'search and go to the result',
    clicks: 2,
    mouse: async (hand, { page }) => {
      await hand.click(tool(page, 'Buscar'));
      await focused(page, 'input[type=search]');
      await hand.type('Luis');
      await hand.click(page.locator('chat-search .hit'));
    },
    keyboard: async (hand, { page }) => {
      await hand.press('Alt+Shift+S');
      await focused(page, 'input[type=search]');
      await hand.type('Luis');
      await page.locator('chat-search .hit').waitFor();
      await hand.press('ArrowDown', 'Enter');
    },
    done: ({ page }) => list(page).locator('.message.found').waitFor(),
  },
  {
    name: 'attach a file and send it',
    clicks: 2,
    mouse: async (hand, { page }) => {
      await choose(page, () => hand.click(page.locator('.talk chat-composer .attach')));
      await hand.click(send(page));
    },
    keyboard: async (hand, { page }) => {
      await page.locator('.talk chat-composer .attach').waitFor();
      await choose(page, () => hand.press('Alt+Shift+A'));
      await focused(page, 'textarea');
      await hand.press('Enter');
    },
    done: ({ page }) => own(page).getByText('acta.txt').waitFor(),
  },
  {
    name: 'start a call, and answer one',
    clicks: 3,
    mouse: async (hand, scene) => {
      const { page } = scene;
      await hand.click(tool(page, 'Llamar'));
      await hand.click(entry(page, 'Llamada de voz'));
      await callBack(scene);
      await hand.click(page.locator('chat-call .choice.accept'));
    },
    keyboard: async (hand, scene) => {
      const { page } = scene;
      await hand.press('Alt+Shift+C');
      await entry(page, 'Llamada de voz').waitFor();
      await focused(page, '[role=menuitem]');
      await hand.press('Enter');
      await callBack(scene);
      await focused(page, 'textarea');
      await hand.press('Alt+Shift+C');
    },
    done: async ({ page, luis }) => {
      await page.locator('chat-call .choice.accept').waitFor({ state: 'detached' });
      const { calls } = await luis.call('call:list', {});
      await luis.call('call:hangup', { callId: calls[0]?.id ?? '' });
    },
  },
  {
    name: 'edit and delete a message, and undo',
    clicks: 6,
    prepare: async ({ page }) => {
      await page.locator('.talk chat-composer textarea').fill('Borador');
      await page.keyboard.press('Enter');
      await own(page).and(page.locator('.sent')).waitFor();
    },
    mouse: async (hand, { page }) => {
      const mine = own(page);
      await hand.click(mine.locator('.bubble'), 'right');
      await hand.click(entry(page, 'Editar'));
      await page.keyboard.press('Control+A');
      await hand.type('Borrador');
      await hand.click(send(page));
      await mine.getByText('Borrador').waitFor();
      await hand.click(mine.locator('.bubble'), 'right');
      await hand.click(entry(page, 'Eliminar'));
      await hand.click(page.getByRole('button', { name: 'Deshacer' }));
    },
    keyboard: async (hand, { page }) => {
      await hand.press('ArrowUp');
      await page.getByRole('button', { name: 'Guardar' }).waitFor();
      // The text is replaced, as by mouse.
      await page.keyboard.press('Control+A');
      await hand.type('Borrador');
      await hand.press('Enter');
      await own(page).getByText('Borrador').waitFor();
      await hand.press('Shift+Tab', 'Delete');
      await page.getByRole('button', { name: 'Deshacer' }).waitFor();
      await hand.press('Alt+Shift+U');
    },
    done: async ({ page }) => {
      await page.getByRole('button', { name: 'Deshacer' }).waitFor({ state: 'detached' });
      await own(page).getByText('Borrador').waitFor();
    },
  },
  {
    name: 'mute a member',
    clicks: 4,
    mouse: async (hand, { page, message }) => {
      await hand.click(message.locator('.bubble'), 'right');
      await hand.click(entry(page, 'Moderar a Luis…'));
      await hand.click(entry(page, 'Silenciar…'));
      await hand.click(entry(page, 'Silenciar 10 minutos'));
    },
    keyboard: async (hand, { page }) => {
      await hand.press('Alt+Shift+M');
      await focused(page, '[role=menuitem]');
      await hand.press('ArrowDown', 'ArrowDown', 'Enter');
      await entry(page, 'Silenciar 10 minutos').waitFor();
      await focused(page, '[role=menuitem].mute10');
      await hand.press('Enter');
    },
    done: ({ page }) =>
      page
        .getByText(/Se ha silenciado a/)
        .first()
        .waitFor(),
  },
  {
    name: 'ban a member, and unban',
    clicks: 7,
    mouse: async (hand, { page, message }) => {
      await hand.click(message.locator('.bubble'), 'right');
      await hand.click(entry(page, 'Moderar a Luis…'));
      await hand.click(page.locator('[role=menuitem].ban'));
      await hand.click(page.locator('[role=menuitem].ban'));
      await hand.click(tool(page, 'Moderación'));
      await hand.click(page.locator('#tab-banned'));
      await hand.click(page.locator('chat-moderation .people button'));
    },
    keyboard: async (hand, { page }) => {
      await hand.press('Alt+Shift+M');
      await focused(page, '[role=menuitem]');
      await hand.press('ArrowUp');
      await focused(page, '[role=menuitem].ban');
      await hand.press('Enter', 'Enter', 'Alt+Shift+H');
      await focused(page, '[role=tab]');
      await hand.press('ArrowLeft', 'ArrowLeft');
      await page.locator('chat-moderation .people button').waitFor();
      await hand.press('ArrowDown', 'Enter');
    },
    done: ({ page }) => page.locator('chat-moderation .empty').waitFor(),
  },
  {
    name: 'answer a report',
    clicks: 2,
    prepare: async ({ page, report }) => {
      await report();
      await page.locator('chat-room header .moderation .badge-count').waitFor();
    },
    mouse: async (hand, { page }) => {
      await hand.click(tool(page, 'Moderación'));
      await hand.click(page.locator('chat-moderation .card button[aria-keyshortcuts=D]'));
    },
    keyboard: async (hand, { page }) => {
      await hand.press('Alt+Shift+H');
      await focused(page, '[role=tab]');
      await page.locator('chat-moderation .card').waitFor();
      await hand.press('ArrowDown', 'd');
    },
    done: ({ page }) => page.locator('chat-moderation .card').waitFor({ state: 'detached' }),
  },
  {
    name: 'pin a message and lock the room',
    clicks: 7,
    mouse: async (hand, { page, message }) => {
      await hand.click(message.locator('.bubble'), 'right');
      await hand.click(page.locator('[role=menuitem].more'));
      await hand.click(page.locator('[role=menuitem].pins'));
      await hand.click(tool(page, 'Moderación'));
      await hand.click(page.locator('#tab-settings'));
      await hand.click(page.locator('chat-moderation [name=frozen]'));
      await hand.click(page.locator('chat-moderation [type=submit]'));
    },
    keyboard: async (hand, { page }) => {
      await hand.press('Alt+Shift+P', 'Alt+Shift+H');
      await focused(page, '[role=tab]');
      await hand.press('ArrowRight');
      await page.locator('chat-moderation [name=frozen]').waitFor();
      await hand.press('ArrowDown');
      await focused(page, '[name=title]');
      await hand.press('Tab', 'Tab', 'Tab', 'Space', 'Enter');
    },
    done: async ({ page }) => {
      await page.locator('chat-pin-bar').waitFor();
      await page.locator('chat-moderation .note', { hasText: 'Guardado' }).waitFor();
    },
  },
];
