// The bot with a language model: its requests, and endpoints that do not stream, fail, or break off.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatClient } from '@chat/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startMessenger } from './messenger-server.ts';

interface Asked {
  path: string | undefined;
  key: string | undefined;
  body: { model: string; stream: boolean; messages: { role: string; content: string }[] };
}

/** An endpoint with replies set by the test. */
const endpoint = async (answer: (response: ServerResponse) => void) => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path, headers } = request;
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'];
      asked.push({ path, key: headers.authorization, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
  return { asked, model: { baseUrl, apiKey: 'a key', model: 'some-model' } };
};
const piece = (content: string | null): string =>
  `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\r\n\r\n`;
const isBots = ({ sender }: { sender: string }) => sender === 'bot';

test('the model gets the conversation, with authors in a group, and its reply streams', async () => {
  const { asked, model } = await endpoint((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    // As the network cuts it: in the middle of a line, and of a letter.
    const whole = Buffer.from(
      `: a comment\n\n${piece('El ')}${piece(null)}${piece('océano')}data: [DONE]\n\n`,
    );
    const middle = whole.indexOf('é') + 1;
    response.write(whole.subarray(0, middle));
    setTimeout(() => response.end(whole.subarray(middle)), 50);
  });
  const { url, person, ask } = await startMessenger({ model });
  const [ana, ben] = [await person('ana'), await person('ben')];
  await ana.ask('chat message', { to: 'bot', content: '¿qué es azul?' });
  expect(await ana.hears('chat message', isBots)).toMatchObject({ receiver: ana.id, content: 'El océano' });
  expect(asked[0]).toMatchObject({
    path: '/v1/chat/completions',
    key: 'Bearer a key',
    body: { model: 'some-model', stream: true },
  });
  expect(asked[0]?.body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  await ana.ask('chat message', { to: 'bot', content: '¿y verde?' });
  await vi.waitFor(() => expect(asked).toHaveLength(2), { timeout: 30_000 });
  expect(asked[1]?.body.messages.slice(1)).toEqual([
    { role: 'user', content: '¿qué es azul?' },
    { role: 'assistant', content: 'El océano' },
    { role: 'user', content: '¿y verde?' },
  ]);

  // In a group it replies where it is mentioned, and gets the authors; it gets nothing of other rooms.
  const made = await ask('/api/chat/rooms', ana.token, { name: 'Trip', members: [ben.id, 'bot'] });
  const room = String(made.body['_id']);
  for (const each of [ana, ben]) await each.ask('join room', { room });
  await ben.ask('chat message', { room, content: 'where to?' });
  const client = createChatClient({ url, token: ana.token });
  onTestFinished(() => client.close());
  const page = client.room(room);
  await page.join();
  await expect.poll(() => page.presence.get().users.some(({ user }) => user.id === 'bot')).toBe(true);
  expect(asked).toHaveLength(2);
  await page.messages.send({ text: '@Bot what do you say?', mentions: ['bot'] });
  await ben.hears('chat message', isBots);
  expect(asked[2]?.body.messages.slice(1)).toEqual([
    { role: 'user', content: 'ben: where to?' },
    { role: 'user', content: 'ana: @Bot what do you say?' },
  ]);
});

test('a reply that is not streamed is read as a whole', async () => {
  const { model } = await endpoint((response) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify({ choices: [{ message: { content: 'All at once' } }] }));
  });
  const { person } = await startMessenger({ model });
  const ana = await person('ana');
  await ana.ask('chat message', { to: 'bot', content: 'hello' });
  expect(await ana.hears('chat message', isBots)).toMatchObject({ content: 'All at once' });
});

test('the bot apologises for a failed request, keeps a partial reply, and logs no texts', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => printed.mockRestore());
  let answer = (response: ServerResponse): void => void response.writeHead(500).end('a secret of the model');
  const { model } = await endpoint((response) => answer(response));
  const { person } = await startMessenger({ model });
  const ana = await person('ana');
  await ana.ask('chat message', { to: 'bot', content: 'a secret of ana' });
  const sorry = /^Ahora no puedo contestar/;
  expect(await ana.hears('chat message', isBots)).toMatchObject({
    content: expect.stringMatching(sorry) as string,
  });

  answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(piece('Half an ans'));
    setTimeout(() => response.destroy(), 50);
  };
  await ana.ask('chat message', { to: 'bot', content: 'another secret of ana' });
  const isHalf = ({ content }: { content: string }) => content.startsWith('Half an ans');
  expect(await ana.hears('chat message', isHalf)).toMatchObject({ sender: 'bot' });
  expect(printed.mock.calls.length).toBeGreaterThan(1);
  expect(JSON.stringify(printed.mock.calls)).not.toContain('secret');
  // It is there for the next question.
  answer = (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(piece('Again'));
  await ana.ask('chat message', { to: 'bot', content: 'and now?' });
  await ana.hears('chat message', ({ content }: { content: string }) => content === 'Again');
});

test('the model gets only messages that the asking user may read', async () => {
  const { asked, model } = await endpoint((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`${piece('De acuerdo')}data: [DONE]\n\n`);
  });
  const { url, person, ask } = await startMessenger({ model });
  const [ana, luis] = [await person('ana'), await person('luis')];
  const made = await ask('/api/chat/rooms', ana.token, { name: 'Trip', members: [luis.id, 'bot'] });
  const room = String(made.body['_id']);
  const pages = await Promise.all(
    [ana, luis].map(async ({ token }) => {
      const client = createChatClient({ url, token });
      onTestFinished(() => client.close());
      const page = client.room(room);
      await page.join();
      return page;
    }),
  );
  const [anas, luises] = pages as [(typeof pages)[0], (typeof pages)[0]];
  await expect.poll(() => anas.presence.get().users.some(({ user }) => user.id === 'bot')).toBe(true);
  await anas.messages.send({ text: 'mi nómina es 31.400', to: ['bot'] });
  await anas.messages.send({ text: 'hola a todos' });
  await luises.messages.send({ text: '@Bot ¿qué sabes de Ana?', mentions: ['bot'] });
  await luis.hears('chat message', isBots);
  const contents = (at: number) => asked[at]?.body.messages.slice(1).map(({ content }) => content);
  expect(JSON.stringify(asked)).not.toContain('31.400');
  expect(contents(0)).toEqual(['ana: hola a todos', 'luis: @Bot ¿qué sabes de Ana?']);
  // The bot uses data about Ana only when Ana asks.
  await anas.messages.send({ text: '@Bot ¿y yo?', mentions: ['bot'] });
  await vi.waitFor(() => expect(asked).toHaveLength(2), { timeout: 30_000 });
  expect(JSON.stringify(contents(1))).toContain('31.400');
});

test('the API key is not sent to a redirect target', async () => {
  const elsewhere = await endpoint((response) => void response.end('{}'));
  const { model } = await endpoint((response) => {
    response.writeHead(307, { location: `${elsewhere.model.baseUrl}chat/completions` }).end();
  });
  vi.spyOn(console, 'error').mockReturnValue();
  const { person } = await startMessenger({ model });
  const ana = await person('ana');
  await ana.ask('chat message', { to: 'bot', content: 'hola' });
  expect(await ana.hears('chat message', isBots)).toMatchObject({
    content: 'Ahora no puedo contestar. / I cannot answer now.',
  });
  expect(elsewhere.asked).toEqual([]);
});
