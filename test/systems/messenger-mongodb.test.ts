import { expect, onTestFinished, test } from 'vitest';
import { mailer } from '../../examples/messenger/mail.ts';
import { startMongodb, type MongodbServer } from '../../packages/server/test/storage/mongodb-server.ts';
import { catchMail } from '../e2e/mail-catcher.ts';
import { startMessenger } from './messenger-server.ts';
import { oldFrontEnd } from './old-front-end.ts';

test('accounts and messages are stored in MongoDB', async () => {
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

test('a sign-up whose transaction is aborted is retried completely and once', async () => {
  let unluckyAt = '';
  const mongodb: MongodbServer = await startMongodb({
    heard: ({ name, body }) => {
      if (body['autocommit'] !== false || ![`insert ${String(body['insert'])}`, name].includes(unluckyAt))
        return;
      unluckyAt = '';
      mongodb.gate.giveUp();
    },
  });
  onTestFinished(() => mongodb.close());
  const { ask, signUp, person } = await startMessenger({ mongodbUrl: mongodb.address });
  const { get } = await person('reader');
  const places = ['insert user', 'insert account', 'insert session', 'commitTransaction'];
  for (const [index, place] of places.entries()) {
    unluckyAt = place;
    const name = `unlucky${index}`;
    expect(await signUp(name)).toMatchObject({ status: 201, body: { user: { username: name } } });
    expect({ place, met: unluckyAt === '' }).toEqual({ place, met: true });
    const given = { email: `${name}@example.org`, password: 'a long one' };
    expect((await ask('/api/auth/login', undefined, given)).status).toBe(200);
    expect((await get(`/api/users?search=${name}`)).body).toMatchObject([{ username: name }]);
  }
});

test('of two simultaneous sign-ups with one email address, one succeeds', async () => {
  const mongodb = await startMongodb();
  onTestFinished(() => mongodb.close());
  const { signUp } = await startMessenger({ mongodbUrl: mongodb.address });
  const both = await Promise.all([signUp('ana'), signUp('ana')]);
  expect(
    both.toSorted((a, b) => a.status - b.status).map(({ status, body }) => [status, body['error']]),
  ).toEqual([
    [201, undefined],
    [409, 'email_taken'],
  ]);
});

test('a password in MongoDB can be reset once by mail, which ends all sessions', async () => {
  const mongodb = await startMongodb();
  onTestFinished(() => mongodb.close());
  const { url: smtpUrl, mails } = await catchMail();
  const sendMail = mailer(smtpUrl, 'Messenger <no-reply@messenger.example>');
  const { url, ask, signUp } = await startMessenger({ mongodbUrl: mongodb.address, sendMail });
  const email = 'ana@example.org';
  const old = String((await signUp('ana')).body['token']);
  const page = await oldFrontEnd(url, { token: old });
  const gone = new Promise((resolve) => page.socket.once('disconnect', resolve));
  for (const each of ['nobody@example.org', email])
    expect(await ask('/api/auth/forgot', undefined, { email: each })).toEqual({ status: 202, body: {} });
  await expect.poll(() => mails.length).toBe(1);
  const [, token = ''] = /https:\/\/messenger\.example\/#\/reset\/(\S+)/.exec(mails[0] ?? '') ?? [];
  const reset = (given: { token: string; password: string }) => ask('/api/auth/reset', undefined, given);
  expect(await reset({ token: 'made up', password: 'the new one' })).toMatchObject({
    status: 400,
    body: { error: 'invalid_token' },
  });
  expect((await reset({ token, password: 'the new one' })).status).toBe(200);
  expect((await reset({ token, password: 'a third one' })).status).toBe(400);
  await gone;
  expect((await ask('/api/users?search=x', old)).status).toBe(401);
  const logIn = (password: string) => ask('/api/auth/login', undefined, { email, password });
  expect((await logIn('a long one')).status).toBe(401);
  expect((await logIn('the new one')).status).toBe(200);
});
