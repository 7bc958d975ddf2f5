import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type Page,
  type PageScreenshotOptions,
} from 'playwright-core';
import { onTestFinished } from 'vitest';
import { chromiumArgs, findChromium } from '../../scripts/chromium.mjs';

/** A page, and everything the browser had to complain about in it. */
export interface Visit {
  page: Page;
  complaints: string[];
}

/** A small phone in the dark, for a visit. */
export const smallPhone = {
  viewport: { width: 320, height: 640 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark',
} satisfies BrowserContextOptions;

/** The browsers of this worker, by their further arguments. They end with its process. */
const browsers = new Map<string, Promise<Browser>>();

const openBrowser = async (more: readonly string[]): Promise<Browser> => {
  const key = more.join(' ');
  const open = await browsers.get(key);
  if (open?.isConnected()) return open;
  const opening = chromium.launch({
    executablePath: findChromium() ?? '',
    args: [...chromiumArgs, ...more],
  });
  browsers.set(key, opening);
  return opening;
};

/**
 * One Chromium for all test files of a worker. Each visit is another person's browser, closed when the test ends. `more`
 * arguments are for devices that this machine does not have.
 */
export const useBrowser = (
  more: readonly string[] = [],
): { visit: (options?: BrowserContextOptions) => Promise<Visit> } => {
  const visit = async (options: BrowserContextOptions = {}): Promise<Visit> => {
    const browser = await openBrowser(more);
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'es-ES',
      ...options,
    });
    onTestFinished(() => context.close());
    context.setDefaultTimeout(30_000);
    const complaints: string[] = [];
    await context.exposeFunction('complain', (text: string) => void complaints.push(text));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        const { complain } = globalThis as unknown as { complain(text: string): void };
        complain(`${violatedDirective} ${blockedURI}`);
      });
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // A server that is away is what some tests are about.
      const isOutage =
        /WebSocket connection|ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|Failed to load resource/;
      if (message.type() === 'error' && !isOutage.test(message.text())) complaints.push(message.text());
    });
    return { page, complaints };
  };
  return { visit };
};

/** Returns a function that saves a page without animations as `<prefix><name>.png`, in the folder `SCREENSHOTS`. */
export const picturesOf =
  (prefix = '', options: PageScreenshotOptions = {}) =>
  async (page: Page, name: string): Promise<void> => {
    const folder = process.env['SCREENSHOTS'];
    if (!folder) return;
    await page.screenshot({ path: join(folder, `${prefix}${name}.png`), animations: 'disabled', ...options });
  };
export const picture = picturesOf();
