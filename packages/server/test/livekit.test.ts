// Tokens and API calls as LiveKit documents them; Node's crypto verifies the tokens, not our JWT library.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { livekit } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';

const keys = { apiKey: 'APIabc', apiSecret: 'a secret of thirty-two characters' };
const call = { id: 'c1', roomId: 'plaza', kind: 'video', maxPeople: 4 } as const;

/** Returns the claims of a token after checking its signature. */
const verified = (token: string) => {
  const [head = '', body = '', signature] = token.split('.');
  expect(createHmac('sha256', keys.apiSecret).update(`${head}.${body}`).digest('base64url')).toBe(signature);
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  expect(read(head)).toMatchObject({ alg: 'HS256' });
  return read(body);
};

test('a token lets one device into one room, for two minutes', async () => {
  const engine = livekit({ url: 'wss://livekit.example', ...keys, now: () => 1_000_000 });
  const access = await engine.admit(call, { user: { id: 'u1', name: 'Ana' }, device: 'd1' });
  expect(access).toMatchObject({ url: 'wss://livekit.example', expiresAt: 1_120_000 });
  expect(verified(access.token)).toEqual({
    iss: 'APIabc',
    sub: 'd1',
    name: 'Ana',
    nbf: 1_000,
    exp: 1_120,
    video: { room: 'c1', roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: false },
  });
});

test('rooms are updated and ended by the documented calls, each with the grant it needs', async () => {
  const asked: { url: string | undefined; grant: unknown; body: unknown }[] = [];
  const read = async (request: IncomingMessage) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    return JSON.parse(text) as unknown;
  };
  const http = createServer((request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    void read(request).then((body) => {
      asked.push({ url: request.url, grant: verified(token)['video'], body });
      const participants = [{ identity: 'd1' }, { identity: 'd2' }];
      response.end(JSON.stringify(request.url?.endsWith('ListParticipants') ? { participants } : {}));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void http.close());
  const apiUrl = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const engine = livekit({ url: 'wss://livekit.example', apiUrl, ...keys });
  await engine.keep('c1', ['d1']);
  await engine.end('c1');
  const admin = { room: 'c1', roomAdmin: true };
  expect(asked).toEqual([
    { url: '/twirp/livekit.RoomService/ListParticipants', grant: admin, body: { room: 'c1' } },
    {
      url: '/twirp/livekit.RoomService/RemoveParticipant',
      grant: admin,
      body: { room: 'c1', identity: 'd2' },
    },
    { url: '/twirp/livekit.RoomService/DeleteRoom', grant: { roomCreate: true }, body: { room: 'c1' } },
  ]);
});

test('invalid options throw at once', () => {
  expect(() => livekit({ url: 'livekit.example', ...keys })).toThrow("livekit: url must begin with 'ws://'");
  expect(() => livekit({ url: 'wss://livekit.example', ...keys, apiSecret: '' })).toThrow('apiSecret');
});
