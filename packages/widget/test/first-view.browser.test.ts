import { expect, onTestFinished, test } from 'vitest';
import '../src/index.ts';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';

test('content that grows in the first view keeps the reader at the end', async () => {
  const fake = fakeChat(Array.from({ length: 30 }, (_, n) => message(luis, `mensaje ${n}`)));
  const list = document.createElement('chat-messages');
  list.style.blockSize = '300px';
  list.client = fake.client;
  list.room = 'cita-42';
  document.body.append(list);
  onTestFinished(() => list.remove());
  await list.updateComplete;
  const scroller = list.scroller!;
  const fromEnd = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  expect(fromEnd()).toBeLessThan(1);
  // Styles come, or a font, or a picture; then the browser tells of the way that the list was led before.
  scroller.querySelector<HTMLElement>('li')!.style.paddingBlockEnd = '90px';
  scroller.dispatchEvent(new Event('scroll'));
  await expect.poll(fromEnd).toBeLessThan(1);
  // Who moves up is left alone.
  scroller.scrollTop -= 100;
  await expect.poll(() => list.shadowRoot!.querySelector('.jump')).toBeTruthy();
  expect(fromEnd()).toBeGreaterThan(50);
});
