import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message, minutes } from './fixtures/fake-client.ts';
import { mount, settle, type Mounted } from './fixtures/mount.ts';

const many = (n: number) =>
  Array.from({ length: n }, (_, index) =>
    message(index % 3 === 0 ? ana : luis, `mensaje ${index}`, { createdAt: Date.now() - minutes(n - index) }),
  );
const fromEnd = ({ scroller }: Mounted) =>
  scroller().scrollHeight - scroller().clientHeight - scroller().scrollTop;
const nodes = ({ messages }: Mounted) => messages.renderRoot.querySelectorAll('*').length;
const topOf = (row: HTMLElement) => row.getBoundingClientRect().top;
/** The row under the reader's eye. */
const inView = (mounted: Mounted) => {
  const { top } = mounted.scroller().getBoundingClientRect();
  return mounted.rows().find((row) => topOf(row) >= top)!;
};

test('a list of 50,000 messages renders few of them at any scroll position', async () => {
  const fake = fakeChat(many(50_000));
  const mounted = await mount(fake);
  expect(fromEnd(mounted)).toBeLessThan(2);
  expect(mounted.rows().at(-1)!.textContent).toContain('mensaje 49999');
  expect(nodes(mounted)).toBeLessThan(600);
  let most = 0;
  for (let turn = 0; turn < 30; turn++) {
    const row = inView(mounted);
    const before = topOf(row);
    mounted.scroller().scrollTop -= 400;
    await settle();
    // Exactly as far as it was scrolled, although rows were added above and removed below.
    expect(Math.abs(topOf(row) - before - 400)).toBeLessThan(2);
    most = Math.max(most, mounted.rows().length);
  }
  expect(most).toBeLessThan(140);
  const text = inView(mounted).textContent;
  for (let turn = 0; turn < 45; turn++) {
    mounted.scroller().scrollTop += 400;
    await settle();
  }
  expect(inView(mounted).textContent).not.toBe(text);
  expect(fromEnd(mounted)).toBeLessThan(2);
});

test('new messages far below the viewport are not rendered, and a button scrolls to them', async () => {
  const fake = fakeChat(many(2_000));
  const mounted = await mount(fake);
  for (let turn = 0; turn < 10; turn++) {
    mounted.scroller().scrollTop -= 500;
    await settle();
  }
  const row = inView(mounted);
  const before = topOf(row);
  for (let n = 0; n < 500; n++) fake.arrive(message(luis, `nuevo ${n}`));
  await settle();
  expect(Math.abs(topOf(row) - before)).toBeLessThan(1);
  expect(mounted.rows().length).toBeLessThan(140);
  const jump = mounted.messages.renderRoot.querySelector<HTMLElement>('.jump')!;
  expect(jump.textContent?.trim()).toBe('99+');
  jump.click();
  await expect.poll(() => mounted.rows().at(-1)!.textContent).toContain('nuevo 499');
  await expect.poll(() => fromEnd(mounted)).toBeLessThan(2);
});

test('a reader at the end stays there during a burst of messages', async () => {
  const fake = fakeChat(many(10_000));
  const mounted = await mount(fake);
  for (let turn = 0; turn < 8; turn++) {
    for (let n = 0; n < 50; n++) fake.arrive(message(luis, `río ${turn} ${n}`));
    await settle();
    expect(fromEnd(mounted)).toBeLessThan(2);
  }
  expect(mounted.rows().at(-1)!.textContent).toContain('río 7 49');
  expect(mounted.rows().length).toBeLessThan(140);
});

test('a reader stays at the end if more than a screenful arrives in one frame during a scroll', async () => {
  const fake = fakeChat(many(1_000));
  const mounted = await mount(fake);
  for (let n = 0; n < 120; n++) fake.arrive(message(luis, `río ${n}`));
  mounted.scroller().dispatchEvent(new Event('scroll'));
  await settle();
  for (let n = 0; n < 5; n++) fake.arrive(message(luis, `mar ${n}`));
  await settle();
  expect(mounted.rows().at(-1)!.textContent).toContain('mar 4');
  expect(fromEnd(mounted)).toBeLessThan(2);
});

test('scrollToMessage reaches any message, Home and End the first and last; the list keeps the focus', async () => {
  const items = many(20_000);
  const mounted = await mount(fakeChat(items));
  const wanted = items[7_777]!;
  expect(await mounted.element.scrollToMessage(wanted.id)).toBe(true);
  const found = mounted.rows().find((row) => row.dataset.key === wanted.id)!;
  const view = mounted.scroller().getBoundingClientRect();
  expect(topOf(found)).toBeGreaterThan(view.top);
  expect(found.getBoundingClientRect().bottom).toBeLessThan(view.bottom);
  await settle();
  expect(Math.abs(topOf(found) - view.top)).toBeLessThan(view.height);
  found.focus();
  await userEvent.keyboard('{Home}');
  await settle();
  const focused = () => mounted.messages.shadowRoot!.activeElement as HTMLElement;
  expect(focused().dataset.key).toBe(items[0]!.id);
  await userEvent.keyboard('{End}');
  await settle();
  expect(focused().dataset.key).toBe(items.at(-1)!.id);
  mounted.scroller().scrollTop -= 200;
  for (let turn = 0; turn < 12; turn++) {
    mounted.scroller().scrollTop -= 500;
    await settle();
  }
  expect(focused()).not.toBeNull();
});

test('scrollToMessage from the first to the newest message stays there', async () => {
  const items = many(250);
  const mounted = await mount(fakeChat(items));
  for (const item of [items[0]!, items.at(-1)!]) {
    expect(await mounted.element.scrollToMessage(item.id)).toBe(true);
    await settle();
    await settle();
    expect(mounted.rows().map(({ dataset }) => dataset.key)).toContain(item.id);
  }
  expect(fromEnd(mounted)).toBeLessThan(2);
});

test.each(['the same author', 'another day'])(
  'at the very top nothing moves in any frame while older messages of %s load',
  async (what) => {
    const apart = what === 'another day' ? minutes(60 * 24) : 0;
    const at = (ago: number) => ({ createdAt: Date.now() - minutes(ago) / 100 });
    const older = Array.from({ length: 50 }, (_, n) =>
      message(luis, `antiguo ${n}`, { ...at(200 - n), seq: n + 1, createdAt: at(200 - n).createdAt - apart }),
    );
    const held = Array.from({ length: 60 }, (_, n) =>
      message(luis, `mensaje ${n}`, { ...at(100 - n), seq: 1_000 + n }),
    );
    const fake = fakeChat(held);
    const mounted = await mount(fake);
    for (let turn = 0; turn < 10; turn++) {
      mounted.scroller().scrollTop = 0;
      await settle();
    }
    const row = mounted.rows().find(({ dataset }) => dataset.key === held[0]!.id)!;
    const textTop = () => row.querySelector('.text')!.getBoundingClientRect().top;
    const before = textTop();
    fake.messages.set({ ...fake.messages.get(), items: [...older, ...held] });
    const tops: number[] = [];
    for (let frame = 0; frame < 20; frame++) {
      await new Promise(requestAnimationFrame);
      tops.push(textTop());
    }
    expect(row.classList.contains('first')).toBe(what === 'another day');
    expect(mounted.rows().indexOf(row)).toBeGreaterThan(5);
    for (const top of tops) expect(Math.abs(top - before)).toBeLessThan(1);
  },
);
