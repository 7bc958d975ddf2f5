import { expect, onTestFinished, test } from 'vitest';
import { startMongodb } from '../../packages/server/test/storage/mongodb-server.ts';
import { startMessenger } from './messenger-server.ts';

test('accounts and messages are kept in MongoDB', async () => {
  const mongodb = await startMongodb();
  onTestFinished(() => mongodb.close());
  const secret = 'a secret of this installation, long enough';
  const first = await startMessenger({ mongodbUrl: mongodb.address, secret });
  const [ana, ben] = [await first.person('ana'), await first.person('ben')];
  await ana.ask('chat message', { to: ben.id, content: 'hola' });
  expect(await ben.hears('chat message')).toMatchObject({ sender: ana.id, content: 'hola' });
  expect((await first.signUp('ana')).status).toBe(409);
  await first.ask('/api/auth/logout', ben.token, {});
  expect((await ben.get('/api/users?search=ana')).status).toBe(401);

  // Another process with the same database.
  const second = await startMessenger({ mongodbUrl: mongodb.address, secret });
  const logIn = (password: string) =>
    second.ask('/api/auth/login', undefined, { email: 'ben@example.org', password });
  expect((await logIn('another one')).status).toBe(401);
  const { body } = await logIn('a long one');
  const said = await second.ask(`/api/chat/messages?with=${ana.id}`, String(body['token']));
  expect(said.body).toMatchObject({ messages: [{ sender: ana.id, content: 'hola' }] });
  expect((await second.ask('/api/users?search=ana', ana.token)).status).toBe(200);
});
