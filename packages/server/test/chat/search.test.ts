import { describe, expect, test } from 'vitest';
import { everyStorage, refusal, searching, texts } from './search-server.ts';

const unknown = { code: 'not_found', reason: undefined, field: undefined, message: 'no such room' };

describe.each(everyStorage)('with %s', (_, storage) => {
  test('a room is searched by words, with their positions, page by page', async () => {
    const { as, search, say } = await searching(storage());
    await as('ana').call('room:join', { roomId: 'r' });
    for (const text of ['La reunión', 'nada', 'REUNION de hoy, reuniones', 'una reunión'])
      await say('ana', 'r', text);
    const first = await search('bea', { roomId: 'r', q: 'reunion', limit: 2 });
    expect(texts(first)).toEqual(['una reunión', 'REUNION de hoy, reuniones']);
    expect(first.hits[1]?.marks).toEqual([
      { start: 0, end: 7 },
      { start: 16, end: 25 },
    ]);
    expect(first.hasMore).toBe(true);
    const rest = await search('bea', { roomId: 'r', q: 'reunion', limit: 2, cursor: first.cursor ?? '' });
    expect([texts(rest), rest.hasMore, rest.cursor]).toEqual([['La reunión'], false, undefined]);
    expect(texts(await search('bea', { roomId: 'r', q: '"reunion de"' }))).toEqual([
      'REUNION de hoy, reuniones',
    ]);
  });

  test('author, files, links and times filter a search', async () => {
    let now = 1_000_000;
    const { as, search, say } = await searching(storage(), { now: () => now });
    for (const id of ['ana', 'bea']) await as(id).call('room:join', { roomId: 'r' });
    await say('ana', 'r', 'plan https://example.org/plan');
    now += 60_000;
    await say('bea', 'r', 'plan');
    const r = { roomId: 'r' };
    expect(texts(await search('ana', { ...r, q: 'plan', from: 'bea' }))).toEqual(['plan']);
    expect(texts(await search('ana', { ...r, has: 'link' }))).toEqual(['plan https://example.org/plan']);
    expect(texts(await search('ana', { ...r, has: 'file' }))).toEqual([]);
    expect(texts(await search('ana', { ...r, q: 'plan', after: 1_060_000 }))).toEqual(['plan']);
    expect(texts(await search('ana', { ...r, q: 'plan', before: 1_060_000 }))).toHaveLength(1);
    expect((await search('ana', { ...r, from: 'ana' })).hits[0]?.marks).toEqual([]);
  });

  test('edits, deletions, private messages and reactions are as the reader sees them', async () => {
    const { chat, as, search, say } = await searching(storage());
    for (const id of ['ana', 'bea', 'cai']) await as(id).call('room:join', { roomId: 'r' });
    const secret = await say('ana', 'r', 'tesoro secreto', { to: ['bea'] });
    const gone = await say('ana', 'r', 'tesoro perdido');
    const said = await say('ana', 'r', 'tesoro');
    const find = async (id: string, q = 'tesoro') => texts(await search(id, { roomId: 'r', q }));
    expect(await find('bea')).toEqual(['tesoro', 'tesoro perdido', 'tesoro secreto']);
    expect(await find('cai')).toEqual(['tesoro', 'tesoro perdido']);
    await as('ana').call('message:delete', { roomId: 'r', messageId: gone.id });
    await as('ana').call('message:edit', { roomId: 'r', messageId: said.id, text: 'cofre' });
    await as('cai').call('reaction:add', { roomId: 'r', messageId: said.id, emoji: '👍' });
    await as('ana').call('message:edit', { roomId: 'r', messageId: secret.id, text: 'cofre secreto' });
    for (const id of ['ana', 'bea', 'cai']) expect(await find(id)).toEqual([]);
    expect(await find('cai', 'cofre')).toEqual(['cofre']);
    expect(await find('bea', 'cofre')).toEqual(['cofre', 'cofre secreto']);
    const { hits } = await search('cai', { roomId: 'r', q: 'cofre' });
    expect(hits[0]?.message.reactions).toEqual([{ emoji: '👍', count: 1, by: ['cai'] }]);
    const admin = chat.as({ id: 'staff', name: 'Staff', role: 'admin' });
    expect(texts(await admin.call('message:search', { roomId: 'r', q: 'cofre' }))).toEqual(['cofre']);
  });

  test('a search finds only what the user may read, room by room', async () => {
    let now = 10_000_000;
    const { as, search, say } = await searching(storage(), { now: () => now });
    const ana = as('ana');
    const day = 86_400_000;
    await ana.call('room:create', { roomId: 'since', history: 'since-join' });
    await ana.call('room:create', { roomId: 'days', retention: { days: 1 } });
    await ana.call('room:create', { roomId: 'ended' });
    await ana.call('room:create', { roomId: 'banned' });
    const rooms = ['since', 'days', 'ended', 'banned'];
    await as('bea').call('room:join', { roomId: 'ended' });
    await ana.call('room:create', { roomId: 'closed', type: 'private' });
    for (const roomId of [...rooms, 'closed']) await say('ana', roomId, `perla de ${roomId}`);
    await ana.call('room:end', { roomId: 'ended' });
    for (const roomId of rooms) await as('bea').call('room:join', { roomId });
    await ana.call('member:add', { roomId: 'closed', userId: 'bea', role: 'member' });
    const inRoom = async (roomId: string) => texts(await search('bea', { roomId, q: 'perla' }));
    expect(await inRoom('since')).toEqual([]);
    await say('ana', 'since', 'perla nueva');
    expect(await inRoom('since')).toEqual(['perla nueva']);
    expect(await inRoom('ended')).toEqual(['perla de ended']);
    expect(await inRoom('closed')).toEqual(['perla de closed']);
    const everywhere = [
      'perla nueva',
      'perla de closed',
      'perla de banned',
      'perla de days',
      'perla de ended',
    ];
    expect(texts(await search('bea', { q: 'perla' })).toSorted()).toEqual(everywhere.toSorted());

    await ana.call('member:remove', { roomId: 'closed', userId: 'bea' });
    await ana.call('member:ban', { roomId: 'banned', userId: 'bea' });
    expect(await refusal(search('bea', { roomId: 'closed', q: 'perla' }))).toEqual(unknown);
    expect(await refusal(search('bea', { roomId: 'nowhere', q: 'perla' }))).toEqual(unknown);
    expect(await refusal(search('cai', { roomId: 'closed', q: 'perla' }))).toEqual(unknown);
    expect(await refusal(search('bea', { roomId: 'banned', q: 'perla' }))).toMatchObject({
      reason: 'banned',
    });
    now += 2 * day;
    expect(await inRoom('days')).toEqual([]);
    const left = ['perla nueva', 'perla de ended'];
    expect(texts(await search('bea', { q: 'perla' }))).toEqual(left);
    expect(texts(await search('cai', { q: 'perla' }))).toEqual([]);
  });

  test('all rooms are searched together, newest first, without gaps or duplicates between pages', async () => {
    let now = 1_000;
    const { as, search, say } = await searching(storage(), { now: () => now });
    const expected: string[] = [];
    for (const roomId of ['b', 'a', 'c']) await as('ana').call('room:join', { roomId });
    await as('bea').call('room:create', { roomId: 'hers', type: 'private' });
    await say('bea', 'hers', 'sol de bea');
    for (let round = 0; round < 4; round++) {
      // Two at each moment in each room.
      for (const roomId of ['a', 'b', 'c'])
        for (const each of [1, 2]) {
          await say('ana', roomId, `sol ${round} ${roomId}${each}`);
          expected.unshift(`sol ${round} ${roomId}${each}`);
        }
      now += 1_000;
    }
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search('ana', { q: 'sol', limit: 5, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...texts(page));
      expect(page.hasMore).toBe(page.cursor !== undefined);
      ({ cursor } = page);
    } while (cursor !== undefined && found.length < 50);
    expect(found).toEqual(expected);
    const early = await search('ana', { q: 'sol', before: 2_000, has: 'link' });
    expect(texts(early)).toEqual([]);
    expect(texts(await search('ana', { q: 'sol', before: 2_000 }))).toEqual(expected.slice(-6));
  });

  test('ephemeral rooms are searched by their members', async () => {
    const { as, say } = await searching(storage());
    const ana = as('ana');
    await ana.call('room:create', { roomId: 'brief', retention: 'ephemeral' });
    await ana.call('room:join', { roomId: 'brief' });
    await say('ana', 'brief', 'humo');
    expect(texts(await ana.call('message:search', { roomId: 'brief', q: 'humo' }))).toEqual(['humo']);
    expect(texts(await ana.call('message:searchAll', { q: 'humo' }))).toEqual(['humo']);
  });

  test('a query contains words only, no syntax', async () => {
    const { as, say } = await searching(storage());
    const ana = as('ana');
    await ana.call('room:join', { roomId: 'r' });
    await ana.call('room:join', { roomId: 's' });
    await say('ana', 's', 'ajeno');
    await say(
      'ana',
      'r',
      'O\'Brien said: NEAR(a b, 2) {words} : x* -y ^z "q" 1·ajeno 2·ajeno %_ \\ ; DROP TABLE messages',
    );
    const found = async (q: string) => (await ana.call('message:search', { roomId: 'r', q })).hits.length;
    for (const q of [
      "O'Brien",
      'NEAR(a',
      '{words} :',
      '"near a b"',
      'x*',
      '-y',
      '^z',
      '%_ drop table messages',
      '2·ajeno',
    ])
      expect([q, await found(q)]).toEqual([q, 1]);
    for (const q of [
      'ajeno"',
      'words:ajenos',
      '* OR *',
      'a OR b',
      '"',
      '""',
      '*',
      "'; --",
      '(((',
      '\u202e',
      '%',
      'x OR 1=1',
      '"2·from"',
      '1·any',
      '·',
    ])
      expect([q, (await found(q)) > 0]).toEqual([q, q === 'ajeno"']);
    expect(texts(await ana.call('message:searchAll', { q: 'ajeno' }))).toHaveLength(2);
  });
});
