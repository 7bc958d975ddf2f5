import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { text as read } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { folder } from './data-rights-harness.ts';
import { connect, startServer, type Peer } from './harness.ts';
import { rowsOf, textOf, watchingHooks, watchingLogger } from './watching.ts';

const roomId = 'r';

test('nothing that a moderator, the application or the store has links a user to an anonymous vote', async () => {
  const file = join(folder(), 'chat.sqlite');
  const { calls, hooks } = watchingHooks();
  const { lines, logger } = watchingLogger();
  const { url, chat, stop } = await startServer({ storage: file, hooks, logger });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  const clara = await connect(url, { name: 'Clara' });
  for (const peer of [ana, bea, clara]) await peer.call('room:join', { roomId });
  const { id: messageId } = await ana.call('poll:create', {
    roomId,
    id: randomUUID(),
    question: 'Are you happy here?',
    options: ['Yes', 'No', 'Maybe'],
    anonymous: true,
  });
  const vote = (peer: Peer, option: string) =>
    peer.call('poll:vote', { roomId, messageId, options: [option] });
  await vote(bea, '1');
  await vote(clara, '2');
  await vote(bea, '3');
  await ana.until((each) => each.type === 'message:updated' && each.message.poll?.voters === 2);
  // The voters themselves see their votes.
  const own = await bea.call('poll:results', { roomId, messageId });
  expect([own.mine, own.poll.options.map(({ votes }) => votes)]).toEqual([['3'], [0, 1, 1]]);

  const beaId = bea.hello.user.id;
  const namesBea = (value: unknown): boolean => {
    const text = textOf(value);
    return text.includes(beaId) || text.includes('Bea');
  };

  const asked = { roomId, messageId, voters: true };
  const results = await ana.call('poll:results', asked);
  expect([results.voters, results.mine]).toEqual([undefined, []]);
  const admin = chat.as({ id: 'root', name: 'Root', role: 'admin' });
  const outputs = [
    results,
    await admin.call('poll:results', asked),
    await ana.call('poll:close', { roomId, messageId }),
    await ana.call('message:get', { roomId, messageId }),
    await ana.call('message:list', { roomId }),
    await ana.call('audit:list', { roomId }),
    await ana.call('message:search', { roomId, q: 'happy' }),
    ...(await Promise.all(
      ['json', 'text', 'html'].map(async (format) => {
        const { url: address } = await ana.call('room:export', { roomId, format: format as 'json' });
        return (await fetch(new URL(address, url))).text();
      }),
    )),
    ...[ana, clara].flatMap(({ events }) =>
      events.filter((event) => textOf(event).includes(messageId) || !event.type.startsWith('presence')),
    ),
  ];
  expect(outputs.filter((each) => textOf(each).includes(messageId)).length).toBeGreaterThan(6);
  expect(outputs.filter((each) => textOf(each).includes(messageId) && namesBea(each))).toEqual([]);

  // Hooks learn that a user voted, not for what.
  const ofBea = calls.filter(({ userId, hook }) => userId === beaId && hook.includes(':poll:'));
  expect(ofBea.filter(({ hook }) => hook === 'before:poll:vote')).toHaveLength(2);
  const ofVotes = ofBea.filter(({ hook }) => hook.endsWith('poll:vote')).flatMap(({ given }) => given);
  for (const value of ofVotes) expect({ roomId, messageId }).toMatchObject(value as object);
  expect(ofBea.filter(({ given }) => textOf(given).includes('"mine"'))).toEqual([]);

  expect(lines.filter((line) => line.includes(messageId) && namesBea(line))).toEqual([]);
  const exported = await read(chat.exportUser(beaId));
  expect(exported).toContain('Bea');
  expect(exported).not.toContain(messageId);

  await stop();
  const rows = rowsOf(file);
  expect(rows.filter(({ row }) => textOf(row).includes(messageId)).length).toBeGreaterThan(3);
  const linked = rows.filter(({ row }) => textOf(row).includes(messageId) && namesBea(row));
  expect(linked).toEqual([]);
  // The one thing that makes a vote unique is a hash that needs the server's secret.
  const votes = rows.filter(({ row }) => row['kind'] === 'vote');
  expect(votes).toHaveLength(2);
  for (const { row } of votes) expect(String(row['key'])).toMatch(new RegExp(`^${messageId}:[\\w-]{43}$`));
});
