import { expect, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';

const edited = async (settings: object = {}) => {
  const { url, chat } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:create', { roomId: 'r', ...settings });
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'r' });
  const first = await bea.call('message:send', message('r', 'uno'));
  const target = { roomId: 'r', messageId: first.id };
  await bea.call('message:edit', { ...target, text: 'dos' });
  const last = await bea.call('message:edit', { ...target, text: 'tres' });
  const path = `/rooms/r/messages/${first.id}/versions`;
  const rest = (token: string) =>
    fetch(`${url}/chat/api${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { url, chat, ana, bea, first, last, target, rest };
};
const texts = ({ versions }: { versions: { text: string }[] }) => versions.map(({ text }) => text);

test('the author and moderators can read previous versions, by socket and by REST', async () => {
  const { url, ana, bea, first, last, target, rest } = await edited();
  const mine = await bea.call('message:versions', target);
  expect(mine.versions).toMatchObject([
    { text: 'dos', rev: last.rev },
    { text: 'uno', at: first.createdAt, rev: last.rev - 1 },
  ]);
  expect(await ana.call('message:versions', target)).toEqual(mine);
  expect(await (await rest(ana.hello.token!)).json()).toEqual(mine);
  const cy = await connect(url, { name: 'Cy' });
  await cy.call('room:join', { roomId: 'r' });
  await expect(cy.call('message:versions', target)).rejects.toMatchObject({ code: 'forbidden' });
  expect((await rest(cy.hello.token!)).status).toBe(403);
});

test('versions are deleted with the message, and hidden without permission', async () => {
  const { url, ana, bea, target, rest } = await edited();
  const dani = await connect(url, { name: 'Dani' });
  await dani.call('room:join', { roomId: 'r' });
  const userId = dani.hello.user.id;
  await ana.call('member:update', { roomId: 'r', userId, role: 'moderator' });
  expect(texts(await dani.call('message:versions', target))).toEqual(['dos', 'uno']);
  await ana.call('member:update', { roomId: 'r', userId, role: 'member' });
  await expect(dani.call('message:versions', target)).rejects.toMatchObject({ code: 'forbidden' });
  await bea.call('message:delete', target);
  expect(await ana.call('message:versions', target)).toEqual({ versions: [] });
  expect(await (await rest(bea.hello.token!)).json()).toEqual({ versions: [] });
});

test('only users who have a private message can see its versions', async () => {
  const { ana, bea, chat } = await edited();
  const { id } = await bea.call('message:send', { ...message('r', 'a solas'), to: [ana.hello.user.id] });
  const target = { roomId: 'r', messageId: id };
  await bea.call('message:edit', { ...target, text: 'otra cosa' });
  expect(texts(await ana.call('message:versions', target))).toEqual(['a solas']);
  const admin = chat.as({ id: 'root', name: 'Root', role: 'admin' });
  await expect(admin.call('message:versions', target)).rejects.toMatchObject({ code: 'not_found' });
});

test('the versions of an earlier message are not found with history since-join', async () => {
  const { url, chat } = await startServer();
  const owner = chat.as({ id: 'owner', name: 'Owner' });
  await owner.call('room:create', { roomId: 'r', history: 'since-join' });
  await owner.call('room:join', { roomId: 'r' });
  const { id: messageId } = await owner.call('message:send', message('r', 'antes'));
  const target = { roomId: 'r', messageId };
  await owner.call('message:edit', { ...target, text: 'después' });
  const bea = await connect(url, { name: 'Bea' });
  await bea.call('room:join', { roomId: 'r' });
  await owner.call('member:update', { roomId: 'r', userId: bea.hello.user.id, role: 'moderator' });
  await expect(bea.call('message:versions', target)).rejects.toMatchObject({ code: 'not_found' });
});
