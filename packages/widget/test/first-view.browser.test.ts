import { expect, onTestFinished, test } from 'vitest';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';

/** Opens a page in which no other test has loaded a part of the widget. */
const newPage = async (): Promise<Document> => {
  const frame = document.createElement('iframe');
  frame.style.blockSize = '400px';
  document.body.append(frame);
  onTestFinished(() => frame.remove());
  const page = frame.contentWindow as Window & typeof globalThis;
  // Vitest wraps each `import()` of the modules that it serves.
  Object.assign(page, { __vitest_browser_runner__: { wrapDynamicImport: (load: () => unknown) => load() } });
  const script = page.document.createElement('script');
  script.type = 'module';
  script.src = new URL('../src/index.ts', import.meta.url).href;
  page.document.body.append(script);
  await page.customElements.whenDefined('chat-messages');
  return page.document;
};

test('content that grows in the first view keeps the reader at the end', async () => {
  const page = await newPage();
  const fake = fakeChat(Array.from({ length: 30 }, (_, n) => message(luis, `mensaje ${n}`)));
  const list = page.createElement('chat-messages');
  list.style.blockSize = '300px';
  list.client = fake.client;
  list.room = 'cita-42';
  page.body.append(list);
  await list.updateComplete;
  const scroller = list.scroller!;
  const fromEnd = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  expect(fromEnd()).toBeLessThan(1);
  // Styles, a font or a picture load; then the browser reports the earlier scroll.
  scroller.querySelector<HTMLElement>('li')!.style.paddingBlockEnd = '90px';
  scroller.dispatchEvent(new Event('scroll'));
  await expect.poll(fromEnd).toBeLessThan(1);
  // A reader who scrolls up stays there.
  scroller.scrollTop -= 100;
  await expect.poll(() => list.shadowRoot!.querySelector('.jump')).toBeTruthy();
  expect(fromEnd()).toBeGreaterThan(50);
});
