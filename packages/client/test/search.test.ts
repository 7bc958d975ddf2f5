import { memoryStorage } from '@chat/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer({ storage: memoryStorage() });
});
afterEach(() => rig.close());

test('search covers one room or all rooms of the user, page by page, and waits for a reconnect', async () => {
  const client = rig.client({ name: 'Ana' });
  const [plaza, casa] = [client.room('plaza'), client.room('casa')];
  await Promise.all([plaza.join(), casa.join()]);
  await plaza.messages.send({ text: 'pan y vino' });
  await casa.messages.send({ text: 'más pan' });
  await plaza.messages.send({ text: 'pan otra vez' });
  const texts = async (page: ReturnType<typeof plaza.search>) =>
    (await page).hits.map(({ message }) => message.text);
  expect(await texts(plaza.search('pan'))).toEqual(['pan otra vez', 'pan y vino']);
  const first = await client.search({ q: 'pan', limit: 2 });
  expect(first.hits.map(({ message }) => message.roomId)).toEqual(['plaza', 'casa']);
  expect(await texts(client.search({ q: 'pan', limit: 2, cursor: first.cursor ?? '' }))).toEqual([
    'pan y vino',
  ]);
  await rig.stop();
  const waiting = plaza.search({ q: 'vino' });
  await rig.start();
  expect(await texts(waiting)).toEqual(['pan y vino']);
  await expect(plaza.search('')).rejects.toMatchObject({ code: 'invalid', field: 'q' });
});
