// Messages that a page queues before the server has identified the user are sent only for the same user.
import { createHmac } from 'node:crypto';
import { jwt, type ChatServerOptions } from '@chat/server';
import { memoryStorage, type ChatClient, type ClientStorage } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, withServer } from './with-server.ts';

const secret = 'a secret of at least thirty-two characters';
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
let issued = 0;
/** Each is another token, as each that an application issues is. */
const tokenOf = (id: string) => {
  const exp = Math.floor(Date.now() / 1000) + 3_600 + ++issued;
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ exp, sub: id, name: `${id} ñandú`, jti: `${issued}` })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};

const started = async (options: ChatServerOptions = {}) => {
  const rig = await withServer(options);
  onTestFinished(rig.close);
  return rig;
};
const write = (client: ChatClient, ...texts: string[]) => {
  for (const text of texts)
    client
      .room('r')
      .messages.send({ text })
      .catch(() => {});
};
const items = (client: ChatClient) => client.room('r').messages.get().items;
const shown = (client: ChatClient) => items(client).map(({ text, status, mine }) => [text, status, mine]);
const sent = (texts: string[], mine: boolean) => texts.map((text) => [text, 'sent', mine]);
const left = async (storage: ClientStorage) => (await storage.list('outbox:')).length;

const people = {
  'a guest': { me: () => ({ name: 'Ana' }), other: () => ({ name: 'Bea' }) },
  'a user with a token': {
    me: () => ({ token: tokenOf('ana') }),
    other: () => ({ token: tokenOf('bea') }),
  },
  'a user with a token function': {
    me: () => ({ token: async () => tokenOf('ana') }),
    other: () => ({ token: async () => tokenOf('bea') }),
  },
};

test.each(Object.entries(people))(
  'the next page sends, once and in order, what %s wrote on a page that was never online',
  async (who, { me, other }) => {
    const rig = await started(who === 'a guest' ? {} : { authenticate: jwt({ secret }) });
    const storage = memoryStorage();
    await rig.stop();
    const before = rig.client({ storage, ...me() });
    const connecting = before.connect().catch(() => {});
    write(before, 'uno', 'dos');
    await eventually(async () => expect(await left(storage)).toBe(2));
    await before.close();
    await connecting;
    await rig.start();
    const stranger = rig.client({ storage, ...other() });
    await stranger.room('r').join();
    write(stranger, 'cero');
    await eventually(() => expect(shown(stranger)).toEqual(sent(['cero'], true)));
    const after = rig.client({ storage, ...me() });
    await after.room('r').join();
    write(after, 'tres');
    const mine = ['uno', 'dos', 'tres'];
    await eventually(() => expect(shown(after)).toEqual([...sent(['cero'], false), ...sent(mine, true)]));
    await eventually(() => expect(shown(stranger)).toEqual([...sent(['cero'], true), ...sent(mine, false)]));
    await eventually(async () => expect(await left(storage)).toBe(0));
  },
);

test.each(['a token of the same user', 'an opaque token'])(
  'the next page sends messages that were queued before the join, with %s',
  async (kind) => {
    const says = kind === 'a token of the same user';
    let entering = () => {};
    const held = new Promise<void>((resolve) => (entering = resolve));
    let hold = true;
    const rig = await started({
      authenticate: says ? jwt({ secret }) : ({ token }) => (token ? { id: 'ana', name: 'Ana' } : null),
      hooks: { 'before:room:join': () => (hold ? held : undefined) },
    });
    const storage = memoryStorage();
    const me = () => ({ storage, token: async () => (says ? tokenOf('ana') : crypto.randomUUID()) });
    const before = rig.client(me());
    before
      .room('r')
      .join()
      .catch(() => {});
    write(before, 'uno', 'dos', 'not meant');
    await before.connect();
    const [, , regretted] = items(before);
    before.room('r').messages.discard(regretted?.id ?? '');
    await eventually(async () => expect(await left(storage)).toBe(2));
    await before.close();
    hold = false;
    entering();
    const after = rig.client(me());
    await after.room('r').join();
    await eventually(() => expect(shown(after)).toEqual(sent(['uno', 'dos'], true)));
    await eventually(async () => expect(await left(storage)).toBe(0));
  },
);

test('an authenticated user does not get the queued messages of a guest with the same name', async () => {
  const rig = await started({ authenticate: ({ name }) => (name ? { id: 'ana', name } : null) });
  const storage = memoryStorage();
  await rig.stop();
  const before = rig.client({ storage, name: 'Ana' });
  write(before, 'uno');
  await before.close();
  await rig.start();
  const after = rig.client({ storage, name: 'Ana' });
  await after.room('r').join();
  write(after, 'dos');
  await eventually(() => expect(shown(after)).toEqual(sent(['dos'], true)));
  expect(await left(storage)).toBe(1);
});
