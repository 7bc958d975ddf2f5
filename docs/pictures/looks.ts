import type { BrowserContextOptions, Page } from 'playwright-core';

/** A way to look at what has been staged, without staging it anew. */
export interface Look {
  name: string;
  /** Changes the page that is shown, and tells how to change it back. */
  turn?(page: Page): Promise<() => Promise<unknown>>;
}

/** A browser to stage in, and all the ways to look at the same. */
export interface Setting {
  /** In place of the scene's own. */
  size?: [width: number, height: number];
  context?: BrowserContextOptions;
  attributes?: Record<string, string>;
  looks: Look[];
}

const media = (name: string, options: Parameters<Page['emulateMedia']>[0]): Look => ({
  name,
  turn: async (page) => {
    await page.emulateMedia({ reducedMotion: 'reduce', ...options });
    return () =>
      page.emulateMedia({ colorScheme: null, contrast: null, forcedColors: null, reducedMotion: 'reduce' });
  },
});

/** An attribute of the chat, or of the page. */
const attribute = (look: string, selector: string, name: string, value: string): Look => ({
  name: look,
  turn: async (page) => {
    const element = page.locator(selector).first();
    const set = (to: string) =>
      element.evaluate((node, [key = '', text = '']) => node.setAttribute(key, text), [name, to]);
    await set(value);
    return () => set('');
  },
});

const narrow = (width: number): Look => ({
  name: String(width),
  turn: async (page) => {
    const before = page.viewportSize() ?? { width: 375, height: 640 };
    await page.setViewportSize({ ...before, width });
    return () => page.setViewportSize(before);
  },
});

const phone = { size: [375, 640] as [number, number], context: { hasTouch: true, isMobile: true } };

export const settings: Setting[] = [
  {
    looks: [
      { name: 'desktop' },
      media('dark', { colorScheme: 'dark' }),
      media('contrast', { contrast: 'more' }),
      media('forced', { forcedColors: 'active', colorScheme: 'dark' }),
      attribute('compact', 'chat-room', 'density', 'compact'),
      attribute('round', 'body', 'class', 'round'),
    ],
  },
  { ...phone, looks: [{ name: 'phone' }, media('phone-dark', { colorScheme: 'dark' }), narrow(320)] },
  { attributes: { lang: 'ar' }, looks: [{ name: 'rtl' }] },
  { ...phone, attributes: { lang: 'ar' }, looks: [{ name: 'rtl-phone' }] },
];
