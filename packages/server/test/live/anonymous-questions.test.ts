import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { text as read } from 'node:stream/consumers';
import type { Hooks } from '@chat/server';
import { expect, test } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { folder } from '../chat/data-rights-harness.ts';
import { connect, startServer, type Peer } from '../chat/harness.ts';
import { rowsOf, textOf, watchingHooks, watchingLogger } from '../chat/watching.ts';

const roomId = 'r';
const secret = 'Who is paid less?';

const startWatched = async () => {
  const file = join(folder(), 'chat.sqlite');
  const { calls, hooks } = watchingHooks();
  const { lines, logger } = watchingLogger();
  const texts: unknown[] = [];
  const textHook: Hooks = { 'before:question:text': (question) => void texts.push({ ...question }) };
  const server = await startServer({ storage: file, hooks: [hooks, textHook].flat(), logger });
  const ana = await connect(server.url, { name: 'Ana' });
  const bea = await connect(server.url, { name: 'Bea' });
  const clara = await connect(server.url, { name: 'Clara' });
  for (const peer of [ana, bea, clara]) await peer.call('room:join', { roomId });
  await ana.call('room:update', { roomId, questions: 'anonymous' });
  return { ...server, file, calls, lines, texts, ana, bea, clara };
};

test('nothing that a moderator, the application or the store has links a user to an anonymous question or a vote', async () => {
  const { url, chat, stop, file, calls, lines, texts, ana, bea, clara } = await startWatched();
  const asked = { roomId, text: secret, anonymous: true };
  const { id: questionId } = (await bea.call('question:ask', { ...asked, id: randomUUID() })).question;
  const withdrawn = randomUUID();
  await bea.call('question:ask', { ...asked, id: withdrawn });
  await bea.call('question:withdraw', { roomId, questionId: withdrawn });
  const vote = (peer: Peer, upvoted = true) => peer.call('question:upvote', { roomId, questionId, upvoted });
  await bea.call('question:upvote', { roomId, questionId });
  await vote(clara);
  await vote(clara, false);
  const votesFor = async (peer: Peer, state: 'open' | 'answered' = 'open') =>
    (await peer.call('question:list', { roomId, state })).questions;
  await expect.poll(async () => (await votesFor(ana))[0]?.votes, patient).toBe(1);
  // The author alone sees that it is theirs.
  expect(await votesFor(bea)).toMatchObject([{ id: questionId, mine: true, upvoted: true }]);

  const beaId = bea.hello.user.id;
  const isOfBea = (value: unknown): boolean => {
    const text = textOf(value);
    return text.includes(beaId) || text.includes('Bea') || /"(?:mine|upvoted)":true/.test(text);
  };
  const isAbout = (value: unknown): boolean =>
    [questionId, withdrawn, secret].some((part) => textOf(value).includes(part));

  const { token } = await ana.call('overlay:create', { roomId });
  const overlay = await connect(url, { token });
  const admin = chat.as({ id: 'root', name: 'Root', role: 'admin' });
  const outputs = [
    await votesFor(ana),
    await votesFor(clara),
    await admin.call('question:list', { roomId, sort: 'time' }),
    await ana.call('question:highlight', { roomId, questionId }),
    await ana.call('question:spotlight', { roomId, questionId }),
    await ana.call('room:get', { roomId }),
    await clara.call('room:list', {}),
    (await overlay.call('room:join', { roomId })).room,
    await ana.call('question:dismiss', { roomId, questionId }),
    await ana.call('question:list', { roomId, state: 'dismissed' }),
    await ana.call('question:reopen', { roomId, questionId }),
    await ana.call('question:answer', { roomId, questionId }),
    await votesFor(ana, 'answered'),
    ...(await ana.call('audit:list', { roomId })).entries,
    await ana.call('message:list', { roomId }),
    await ana.call('message:search', { roomId, q: 'paid' }),
    ...(await Promise.all(
      ['json', 'text', 'html'].map(async (format) => {
        const { url: address } = await ana.call('room:export', { roomId, format: format as 'json' });
        return (await fetch(new URL(address, url))).text();
      }),
    )),
    ...[ana, bea, clara, overlay].flatMap(({ events }) => events),
  ];
  expect(outputs.filter(isAbout).length).toBeGreaterThan(12);
  expect(outputs.filter((each) => isAbout(each) && isOfBea(each))).toEqual([]);

  // Hooks learn that a user asks or votes; the hook for texts does not learn who asks.
  const ofBea = calls.filter(({ userId }) => userId === beaId);
  const names = ofBea.map(({ hook }) => hook);
  for (const name of ['ask', 'upvote', 'withdraw', 'list'])
    expect(names).toEqual(expect.arrayContaining([`before:question:${name}`, `after:question:${name}`]));
  expect(ofBea.filter(({ given }) => isAbout(given))).toEqual([]);
  expect(calls.filter(({ given }) => /"(?:mine|upvoted)":true/.test(textOf(given)))).toEqual([]);
  expect(texts).toEqual([
    { roomId, text: secret },
    { roomId, text: secret },
  ]);

  expect(lines.filter((line) => isAbout(line) && isOfBea(line))).toEqual([]);
  const exported = await read(chat.exportUser(beaId));
  expect(exported).toContain('Bea');
  expect(isAbout(exported)).toBe(false);

  await stop();
  const rows = rowsOf(file);
  expect(rows.filter(({ row }) => isAbout(row)).length).toBeGreaterThan(3);
  expect(rows.filter(({ row }) => isAbout(row) && isOfBea(row))).toEqual([]);
  // What makes a vote unique is a hash that needs the server's secret.
  const votes = rows.filter(({ row }) => row['kind'] === 'question-vote');
  expect(votes).toHaveLength(1);
  for (const { row } of votes) expect(String(row['key'])).toMatch(new RegExp(`^[\\w-]{43}:${questionId}$`));
});
