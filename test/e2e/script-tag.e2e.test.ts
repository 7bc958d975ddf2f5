// The self-contained file, on a page whose policy allows neither eval nor inline scripts.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../scripts/chromium.mjs';

const script = readFileSync(new URL('../../packages/server/dist/widget/widget.js', import.meta.url));

test('the widget loads from a script tag under a strict content security policy', async () => {
  const server = createServer(({ url }, response) => {
    response.setHeader('content-security-policy', "default-src 'none'; script-src 'self'");
    if (url === '/widget.js') return response.setHeader('content-type', 'text/javascript').end(script);
    return response.setHeader('content-type', 'text/html').end('<script src="/widget.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;

  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: chromiumArgs });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(`http://127.0.0.1:${port}/`);

  expect(await page.evaluate('Chat.version')).toBe('0.1.0');
  expect(errors.filter((error) => !error.includes('favicon'))).toEqual([]);
});
