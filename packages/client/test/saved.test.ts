import { expect, onTestFinished, test } from 'vitest';
import { eventually, withServer } from './with-server.ts';

test('saved messages are listed across rooms, and the same on all pages', async () => {
  const rig = await withServer({ authenticate: ({ name = '' }) => ({ id: name, name }) });
  onTestFinished(rig.close);
  const client = rig.client({ name: 'Ana' });
  const page = rig.client({ name: 'Ana' });
  const texts = (from: typeof client) => from.saved.get().items.map(({ message: { text } }) => text);
  const [r, s] = [client.room('r'), client.room('s')];
  await Promise.all([r.join(), s.join(), page.connect()]);
  const [one, two] = [await r.messages.send({ text: 'uno' }), await s.messages.send({ text: 'dos' })];
  expect(client.saved.get()).toEqual({ items: [], loaded: false });
  await Promise.all([client.saved.load(), page.saved.load()]);
  expect(client.saved.get()).toEqual({ items: [], loaded: true });
  await client.saved.add('r', one.id);
  await eventually(() => expect([texts(client), texts(page)]).toEqual([['uno'], ['uno']]));
  await new Promise((done) => setTimeout(done, 2)); // another millisecond
  await page.saved.add('s', two.id);
  await eventually(() =>
    expect([texts(client), texts(page)]).toEqual([
      ['dos', 'uno'],
      ['dos', 'uno'],
    ]),
  );
  await client.saved.remove('r', one.id);
  expect(texts(client)).toEqual(['dos']);
  await eventually(() => expect(texts(page)).toEqual(['dos']));
});
