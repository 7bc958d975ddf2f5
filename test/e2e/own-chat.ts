import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatServer, type ChatServer, type ChatServerOptions } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { unhurried } from '../unhurried.ts';
import { layLine, type Line } from './line.ts';
import { isReady } from './portal.ts';

/** The strictest policy that a page can have. */
const policy = (connect: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${connect}; img-src 'self' blob:; media-src 'self' blob:`;

export interface OwnChat {
  chat: ChatServer;
  /** The way to it that can be cut. */
  line: Line;
  /** Enters the room `plaza` by name, in a language; `by` the line, or straight. */
  enter(page: Page, name: string, lang: Language, by?: 'line'): Promise<void>;
  /** Address of that page for a browser that only a driver reaches: the page lists its errors in `complaints`. */
  watchedPage(name: string, lang: Language, by?: 'line'): string;
}

type Language = 'es' | 'en' | 'ar';

/** Lists in the page what the browser reports. */
const watching = `const complaints = [];
addEventListener('error', ({ message }) => complaints.push(message));
addEventListener('unhandledrejection', ({ reason }) => complaints.push(String(reason)));
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  complaints.push(violatedDirective + ' ' + blockedURI));
console.error = (...args) => complaints.push(args.join(' '));`;

/** A chat in this process, and pages with nothing but its element. `connect`: another address that they may call. */
export const ownChat = async (
  options: ChatServerOptions = {},
  features = '',
  connect = '',
): Promise<OwnChat> => {
  const http = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (pathname === '/watch.js') {
      response.setHeader('content-type', 'text/javascript').end(watching);
      return;
    }
    // Six unanswered requests for a favicon are all the connections that a page has.
    if (pathname !== '/') {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-security-policy', policy(connect));
    response.setHeader('content-type', 'text/html').end(
      `<!doctype html><html lang="${searchParams.get('lang')}"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><body>
       ${searchParams.has('watched') ? '<script src="/watch.js"></script>' : ''}
       <script src="/chat/widget.js" data-room="plaza" data-features="${features}" data-name="${searchParams.get('name')}"></script>`,
    );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const chat = createChatServer(http, {
    storage: sqliteStorage(':memory:'),
    files: false,
    ...options,
    limits: { ...unhurried, ...options.limits },
  });
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  const straight = `http://localhost:${(http.address() as AddressInfo).port}`;
  const line = await layLine(straight);
  const address = (name: string, lang: Language, by?: 'line'): string =>
    `${by === 'line' ? line.url : straight}/?name=${name}&lang=${lang}`;
  return {
    chat,
    line,
    enter: async (page, name, lang, by) => {
      await page.goto(address(name, lang, by));
      await isReady(page);
    },
    watchedPage: (...page) => `${address(...page)}&watched`,
  };
};
