import type { ReactiveElement } from 'lit';
import { expect, test } from 'vitest';
import { ana, fakeChat, ines, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still } from './fixtures/mount.ts';

const drawings = (element: ReactiveElement): (() => number) => {
  let count = 0;
  element.addController({ hostUpdated: () => count++ });
  return () => count;
};

test('a new message renders only its row and the previous one, not the composer or the frame', async () => {
  // These parts follow the read position, which moves with every message.
  const many = (n: number) => Array.from({ length: n }, (_, index) => message(luis, `mensaje ${index}`));
  const mine = message(ana, 'mío');
  const fake = fakeChat([
    ...many(15),
    mine,
    message(luis, '@Ana', { mentions: [ana.id] }),
    message(luis, 'respuesta', { replyTo: mine.id }),
    ...many(15),
  ]);
  const mounted = await mount(fake);
  await still();
  const frame = drawings(mounted.element);
  const composer = drawings(mounted.composer);
  for (let turn = 0; turn < 5; turn++) {
    const drawn = new Set<Element>();
    const watch = new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes)
        for (const node of addedNodes.length > 0 ? addedNodes : [target]) {
          const row = (node instanceof Element ? node : node.parentElement)?.closest('li[data-key]');
          if (row?.isConnected) drawn.add(row);
        }
    });
    const list = mounted.scroller();
    watch.observe(list, { subtree: true, childList: true, attributes: true, characterData: true });
    const next = message(luis, `nuevo ${turn}`);
    fake.arrive(next);
    await expect.poll(() => mounted.rows().at(-1)?.textContent).toContain(`nuevo ${turn}`);
    fake.receipts.set({ ...fake.receipts.get(), readSeq: next.seq });
    await settle();
    watch.disconnect();
    expect([...drawn].map(({ textContent }) => textContent?.trim().split(/\s{2,}/)[0])).toHaveLength(2);
  }
  expect([frame(), composer()]).toEqual([0, 0]);

  // How far others have come shows in the list, so that is drawn.
  const marks = () => mounted.scroller().querySelectorAll('.read-mark').length;
  expect(marks()).toBe(0);
  fake.receipts.set({
    ...fake.receipts.get(),
    others: { [ines.id]: { seq: mine.seq, delivered: mine.seq } },
  });
  await expect.poll(marks).toBe(1);
  expect([frame(), composer()]).toEqual([0, 0]);
});

test('a reaction renders only its row, not the composer or the frame', async () => {
  const items = Array.from({ length: 30 }, (_, index) => message(luis, `mensaje ${index}`));
  const reacted = items[25]!;
  const fake = fakeChat(items);
  const mounted = await mount(fake);
  await still();
  const frame = drawings(mounted.element);
  const composer = drawings(mounted.composer);
  const drawn = new Set<Element>();
  const watch = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const row = (target instanceof Element ? target : target.parentElement)?.closest('li[data-key]');
      if (row) drawn.add(row);
    }
  });
  watch.observe(mounted.scroller(), {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
  fake.messages.set({
    ...fake.messages.get(),
    items: items.map((item) =>
      item === reacted ? { ...item, reactions: [{ emoji: '👍', count: 1, by: [ana.id] }] } : item,
    ),
  });
  await expect.poll(() => mounted.scroller().querySelectorAll('.reaction').length).toBe(1);
  await settle();
  watch.disconnect();
  expect([...drawn].map((row) => (row as HTMLElement).dataset['key'])).toEqual([reacted.id]);
  expect([frame(), composer()]).toEqual([0, 0]);
});
