import { expect, onTestFinished, test, vi } from 'vitest';
import { refusal, start, storages, uploadBy } from './data-rights-harness.ts';
import { connect, message, startServer } from './harness.ts';
import { patient } from '../../../../test/unhurried.ts';

test.each(storages)(
  '%s: messages past the retention are deleted, and members get that event',
  async (_, make) => {
    let at = Date.now();
    vi.useFakeTimers({ toFake: ['setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { url, storage } = await start(make, { now: () => at });
    const ana = await connect(url);
    const { epoch, rev } = await ana.call('room:join', { roomId: 'r' });
    const { fileId } = await uploadBy(url, ana, 'r', 'viejo.txt');
    await ana.call('message:send', { ...message('r', 'viejo'), attachments: [{ fileId }] });
    const bea = await connect(url, { name: 'Bea' });
    await bea.call('room:join', { roomId: 'r' });
    await bea.call('message:send', { ...message('r', 'privado'), to: [ana.hello.user.id] });
    await ana.call('member:update', { roomId: 'r', userId: bea.hello.user.id, role: 'moderator' });
    // Deletion is final, so only the owner may set it.
    expect(await refusal(bea, 'room:update', { roomId: 'r', retention: { days: 2 } })).toBe('forbidden');
    const room = await ana.call('room:update', { roomId: 'r', retention: { days: 2 } });
    expect(room.retention).toEqual({ days: 2 });
    at += 2 * 86_400_000 + 1;
    const fresh = await ana.call('message:send', message('r', 'nuevo'));
    vi.advanceTimersByTime(30_000);
    const told = await bea.until(({ type }) => type === 'message:expired');
    expect(told).toMatchObject({ roomId: 'r', before: at - 2 * 86_400_000 });
    expect((await storage.timeline.page('r', { limit: 10, unfiltered: true })).messages).toMatchObject([
      { id: fresh.id },
    ]);
    const resumed = await bea.call('room:join', { roomId: 'r', since: { epoch, rev } });
    expect(resumed).toMatchObject({ mode: 'resume', keptSince: at - 2 * 86_400_000, unread: 1 });
    expect(resumed.messages.map(({ text }) => text)).toEqual(['nuevo']);
    // The files of those messages are due, and go with the next round.
    await vi.waitFor(async () => {
      vi.advanceTimersByTime(30_000);
      expect(await storage.files.get(fileId)).toBeNull();
    }, patient);
  },
);

test.each(storages)(
  '%s: messages past the retention are not found even before they are deleted',
  async (_, make) => {
    let at = Date.now();
    const { url, storage } = await start(make, { now: () => at });
    const ana = await connect(url);
    await ana.call('room:join', { roomId: 'r' });
    const bea = await connect(url, { name: 'Bea' });
    await bea.call('room:join', { roomId: 'r' });
    const { id: messageId } = await ana.call('message:send', message('r', 'viejo'));
    await ana.call('room:update', { roomId: 'r', retention: { days: 1 } });
    await bea.call('reaction:add', { roomId: 'r', messageId, emoji: '👍' });
    at += 86_400_001;
    const it = { roomId: 'r', messageId };
    for (const each of [ana, bea]) {
      expect(await refusal(each, 'reaction:add', { ...it, emoji: '❤️' })).toBe('not_found');
      expect(await refusal(each, 'reaction:remove', { ...it, emoji: '👍' })).toBe('not_found');
      expect(await refusal(each, 'message:edit', { ...it, text: 'nuevo' })).toBe('not_found');
      expect(await refusal(each, 'message:delete', it)).toBe('not_found');
      expect(await refusal(each, 'message:pin', it)).toBe('not_found');
      expect(await refusal(each, 'message:send', { ...message('r', 'sí'), replyTo: messageId })).toBe(
        'not_found',
      );
    }
    const answer = await fetch(`${url}/chat/api/rooms/r/messages/${messageId}/reactions/%F0%9F%91%8D`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${bea.hello.token}` },
    });
    expect(answer.status).toBe(404);
    // It is still there: nothing has removed it yet.
    expect((await storage.timeline.message('r', messageId, { unfiltered: true }))?.text).toBe('viejo');
  },
);

test.each(storages)('%s: retention applies to rooms that are not open too', async (_, make) => {
  let at = Date.now();
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const storage = make();
  onTestFinished(() => storage.close());
  const first = await startServer({ storage, now: () => at });
  const bot = first.chat.as({ id: 'bot', name: 'Bot' });
  await bot.call('room:create', { roomId: 'dormida', retention: { days: 1 } });
  await bot.call('message:send', message('dormida', 'vieja'));
  await first.stop();
  at += 86_400_001;
  await startServer({ storage, now: () => at });
  vi.advanceTimersByTime(30_000);
  await vi.waitFor(
    async () => expect((await storage.timeline.page('dormida', { limit: 1 })).messages).toEqual([]),
    patient,
  );
});
