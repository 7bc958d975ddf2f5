import { readdirSync } from 'node:fs';
import type { Message } from '@chat/protocol';
import { describe, expect, test } from 'vitest';
import { fetchFile, temporaryDir, upload } from '../files/file-fixtures.ts';
import { connect, message, startServer } from './harness.ts';

const inRoom = async (options: Parameters<typeof startServer>[0] = {}) => {
  const { url, chat } = await startServer(options);
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  const sent = await bea.call('message:send', { ...message('r', 'hola'), mentions: [ana.hello.user.id] });
  return { url, chat, ana, bea, sent, target: { roomId: 'r', messageId: sent.id } };
};

const expired = { code: 'conflict', reason: 'undo_expired' };
const contentOf = ({ rev: _rev, restoredAt: _at, ...content }: Message) => content;

describe('undoing a deletion', () => {
  test('brings back text, mentions, pin, reactions and versions for everyone', async () => {
    const { ana, bea, target } = await inRoom();
    await bea.call('message:edit', { ...target, text: 'hola a todos' });
    await ana.call('message:pin', target);
    const before = await ana.call('reaction:add', { ...target, emoji: '👍' });
    const versions = await bea.call('message:versions', target);
    const gone = await bea.call('message:delete', target);
    expect([gone.text, gone.mentions, gone.pinnedAt]).toEqual(['', [], undefined]);
    expect((await ana.call('room:join', { roomId: 'r' })).unreadMentions).toBe(0);
    const restored = await bea.call('message:restore', target);
    expect(contentOf(restored)).toEqual(contentOf(before));
    expect(restored.rev).toBe(gone.rev + 1);
    expect(await ana.until((event) => 'change' in event && event.change === 'restore')).toMatchObject({
      type: 'message:updated',
      rev: restored.rev,
      message: contentOf(before),
      by: bea.hello.user.id,
    });
    expect(await bea.call('message:versions', target)).toEqual(versions);
    const { messages } = await ana.call('message:pins', { roomId: 'r' });
    expect(messages.map(({ id }) => id)).toEqual([target.messageId]);
    const users = await bea.call('reaction:list', { ...target, emoji: '👍' });
    expect(users.users.map(({ id }) => id)).toEqual([ana.hello.user.id]);
    expect((await ana.call('room:join', { roomId: 'r' })).unreadMentions).toBe(1);
    // A retry of the same request changes nothing.
    expect((await bea.call('message:restore', target)).rev).toBe(restored.rev);
  });

  test('is for the user who deleted it, by socket and by REST', async () => {
    const { url, ana, bea, target } = await inRoom();
    await ana.call('message:delete', target);
    await expect(bea.call('message:restore', target)).rejects.toMatchObject(expired);
    const response = await fetch(`${url}/chat/api/rooms/r/messages/${target.messageId}/restore`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ana.hello.token}` },
    });
    expect([response.status, await response.json()]).toMatchObject([200, { text: 'hola' }]);
    const { entries } = await ana.call('audit:list', { roomId: 'r' });
    expect(entries.map(({ act, user }) => [act, user?.name])).toEqual([
      ['message:restore', 'Bea'],
      ['message:delete', 'Bea'],
    ]);
    const stranger = await connect(url, { name: 'Cy' });
    await expect(stranger.call('message:restore', { ...target, roomId: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('is over after its time', async () => {
    let passed = 0;
    const { bea, target } = await inRoom({ now: () => Date.now() + passed });
    await bea.call('message:delete', target);
    passed = 9_000;
    await bea.call('message:restore', target);
    await bea.call('message:delete', target);
    passed = 20_000;
    await expect(bea.call('message:restore', target)).rejects.toMatchObject(expired);
  });

  test('is possible for the latest deletions of a user, as far as they fit', async () => {
    const { bea, target } = await inRoom({ limits: { maxUndoableDeletions: 1 } });
    const { id: messageId } = await bea.call('message:send', message('r', 'otro'));
    await bea.call('message:delete', target);
    await bea.call('message:delete', { roomId: 'r', messageId });
    await expect(bea.call('message:restore', target)).rejects.toMatchObject(expired);
    expect(await bea.call('message:restore', { roomId: 'r', messageId })).toMatchObject({ text: 'otro' });
    const small = await inRoom({ limits: { undoableDeletionBytes: 100 } });
    await small.bea.call('message:delete', small.target);
    await expect(small.bea.call('message:restore', small.target)).rejects.toMatchObject(expired);
    const never = await inRoom({ limits: { deletionUndoMs: 0 } });
    await never.bea.call('message:delete', never.target);
    await expect(never.bea.call('message:restore', never.target)).rejects.toMatchObject(expired);
  });

  test('is refused without the right, and when the author is erased', async () => {
    const { ana, bea, target } = await inRoom();
    await bea.call('message:delete', target);
    await ana.call('room:end', { roomId: 'r' });
    await expect(bea.call('message:restore', target)).rejects.toMatchObject({ reason: 'room_ended' });
    const other = await inRoom();
    await other.ana.call('message:delete', other.target);
    await other.chat.eraseUser(other.bea.hello.user.id);
    await expect(other.ana.call('message:restore', other.target)).rejects.toMatchObject({
      code: expect.stringMatching(/^(not_found|conflict)$/),
    });
    const { messages } = await other.ana.call('message:list', { roomId: 'r' });
    expect(messages[0]).toMatchObject({ text: '', deletedAt: expect.any(Number) });
  });

  test('leaves out the reactions of users who were erased since', async () => {
    const { url, ana, bea, chat, target } = await inRoom();
    const cy = await connect(url, { name: 'Cy' });
    await cy.call('room:join', { roomId: 'r' });
    for (const each of [ana, cy]) await each.call('reaction:add', { ...target, emoji: '👍' });
    await bea.call('message:delete', target);
    await chat.eraseUser(cy.hello.user.id);
    const { reactions } = await bea.call('message:restore', target);
    expect(reactions).toEqual([{ emoji: '👍', count: 1, by: [ana.hello.user.id] }]);
  });

  test('opens the report again that the deletion resolved', async () => {
    const { ana, target } = await inRoom();
    await ana.call('message:report', { ...target, reason: 'spam' });
    await ana.call('message:delete', target);
    expect((await ana.call('report:list', { roomId: 'r' })).reports).toEqual([]);
    await ana.call('message:restore', target);
    const { reports } = await ana.call('report:list', { roomId: 'r' });
    expect(reports).toMatchObject([{ messageId: target.messageId, text: 'hola' }]);
  });

  test('keeps the files of the message, which nobody can read meanwhile', async () => {
    const folder = temporaryDir();
    const { diskFiles } = await import('@chat/server');
    const { url, ana, bea } = await inRoom({ files: diskFiles(folder), limits: { deletionUndoMs: 400 } });
    const stored = () =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).length;
    const { body: file } = await upload(url, ana.hello.token, 'r', 'texto');
    const { fileId } = file;
    const sent = await ana.call('message:send', { ...message('r', 'con'), attachments: [{ fileId }] });
    const { url: address } = await bea.call('file:url', { fileId });
    const target = { roomId: 'r', messageId: sent.id };
    await ana.call('message:delete', target);
    expect((await fetch(`${url}${address}`)).status).toBe(404);
    await expect(bea.call('file:url', { fileId })).rejects.toMatchObject({ code: 'not_found' });
    expect((await ana.call('message:restore', target)).attachments).toHaveLength(1);
    expect(await (await fetchFile(url, bea, fileId)).text()).toBe('texto');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect([stored(), await (await fetchFile(url, bea, fileId)).text()]).toEqual([1, 'texto']);
    await ana.call('message:delete', target);
    expect(stored()).toBe(1);
    await expect.poll(stored, { timeout: 3_000 }).toBe(0);
  });
});
