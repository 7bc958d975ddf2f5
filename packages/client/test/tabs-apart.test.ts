// Which tabs share a connection, and when one has a connection of its own.
import { expect, test } from 'vitest';
import { textsOf, tokenOf, useTabs } from './tab-rig.ts';
import { eventually } from './with-server.ts';

const { rig, tab, share, left, fewest } = useTabs({ maxRoomsPerConnection: 2 });

test('a tab with another user, other rights or its own option has its own connection', async () => {
  await tab('ana');
  await tab('luis');
  await tab('ana', { token: tokenOf('ana', { admin: true }) });
  await tab('ana', { ownConnection: true });
  expect(await fewest(4)).toBe(4);
  await tab('ana', { token: tokenOf('ana', { admin: true }) });
  await tab('ana');
  expect(await fewest(4)).toBe(4);
});

test('a tab in a call has its own connection', async () => {
  const [first, second, luis] = [await tab('ana'), await tab('ana'), await tab('luis')];
  for (const each of [first, luis]) await each.room('r').join();
  const { id } = await luis.rooms.direct('ana');
  for (const each of [first, second, luis]) await each.room(id).join();
  await share(2);
  await second.room(id).calls.start('audio');
  await share(3);
  expect(second.status).toBe('online');
  await eventually(() => expect(luis.calls.get()).toHaveLength(1));
  await luis.room(id).calls.accept();
  await eventually(() =>
    expect(second.calls.get()[0]).toMatchObject({ here: true, call: { state: 'active' } }),
  );
  await eventually(() => expect(first.calls.get()[0]).toMatchObject({ here: false }));
  await first.close();
  await share(2);
  await second.room(id).calls.hangup();
  await eventually(() => expect(luis.calls.get()).toHaveLength(0));
});

test(
  'a tab whose token expires gets a new one, independent of the other tabs',
  { timeout: 60_000 },
  async () => {
    const first = await tab('ana');
    await first.room('r').join();
    const tokens: string[] = [];
    const second = rig().client({
      // The server lets one live five seconds longer.
      token: async () => {
        tokens.push(tokenOf('ana', { exp: Date.now() / 1000 + (tokens.length > 0 ? 600 : 3) }));
        return tokens.at(-1) ?? '';
      },
    });
    await second.room('r').join();
    await share(1);
    expect(tokens).toHaveLength(1);
    await eventually(() => expect(tokens).toHaveLength(2));
    await eventually(() => expect(second.status).toBe('online'));
    expect(await fewest(1)).toBe(1);
    expect(first.status).toBe('online');
  },
);

test(
  'after the server closes the connections, every tab authenticates again',
  { timeout: 60_000 },
  async () => {
    const first = await tab('ana');
    await first.room('r').join();
    const second = rig().client({ token: async () => (isOut ? 'nobody' : tokenOf('ana')) });
    let isOut = false;
    await second.room('r').join();
    await share(1);
    isOut = true;
    rig().chat.revoke('ana');
    await eventually(() => expect(second.status).toBe('refused'));
    await eventually(() => expect(first.status).toBe('online'));
    expect(second.error).toMatchObject({ code: 'unauthenticated' });
    expect(await fewest(1)).toBe(1);
  },
);

test('tabs that exceed the room limit of a connection use several connections', async () => {
  const [first, second] = [await tab('ana'), await tab('ana')];
  await first.room('a').join();
  await share(1);
  await second.room('b').join();
  await second.room('c').join();
  await share(2);
  // The shared connection makes room once it has left the room that moved.
  await eventually(() => expect(left()).toContain('b'));
  await first.room('d').join();
  const luis = await tab('luis');
  const joined = [first, second].flatMap((each, at) =>
    (at === 0 ? ['a', 'd'] : ['b', 'c']).map((id) => ({ each, id })),
  );
  for (const { each, id } of joined) {
    await luis.room(id).join();
    await luis.room(id).messages.send({ text: id });
    await eventually(() => expect(textsOf(each, id)).toEqual([id]));
    await luis.room(id).leave();
  }
});
