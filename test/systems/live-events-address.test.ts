// The client address of a request behind a proxy: it identifies guests and limits requests.
import type { ChatServer } from '@chat/server';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { addressBehind } from '../../examples/live-events/address.ts';
import { oldVocabulary } from '../../examples/live-events/old-vocabulary.ts';
import { startServer } from '../../packages/server/test/chat/harness.ts';

const asked = (name: string, headers: Record<string, string | string[]>) =>
  addressBehind(name)({ headers } as never);

test('the address comes from the configured header, or from X-Real-IP', () => {
  const headers = {
    'x-real-ip': '10.0.0.1',
    'fly-client-ip': '10.0.0.2',
    'x-forwarded-for': '6.6.6.6, 10.0.0.3',
  };
  expect(asked('1', headers)).toBe('10.0.0.1');
  expect(asked('on', headers)).toBe('10.0.0.1');
  expect(asked('Fly-Client-IP', headers)).toBe('10.0.0.2');
  // The client may invent all addresses before the last.
  expect(asked('X-Forwarded-For', headers)).toBe('10.0.0.3');
  expect(asked('x-forwarded-for', { 'x-forwarded-for': ['6.6.6.6', '10.0.0.4'] })).toBe('10.0.0.4');
  expect(asked('cf-connecting-ip', headers)).toBe('');
});

test('users behind one proxy have separate addresses, and cannot forge the header', async () => {
  let chat: ChatServer | undefined;
  const running = await startServer({
    rooms: { autoCreate: false },
    address: addressBehind('x-forwarded-for'),
    limits: { presenceGraceMs: 60_000, maxConnectionsPerAddress: 1 },
    dialects: [oldVocabulary({ chat: () => chat as ChatServer })],
  });
  ({ chat } = running);
  const { url } = running;
  const staff = running.chat.as({ id: 'staff', name: 'Staff', role: 'admin' });
  const { id: eventId } = await staff.call('room:create', { type: 'public', title: 'Concierto' });
  /** As the proxy brings it: its own word stands last. */
  const come = async (from: string) => {
    const socket = io(url, {
      forceNew: true,
      reconnection: false,
      transports: ['websocket'],
      extraHeaders: { 'x-forwarded-for': from },
    });
    onTestFinished(() => void socket.close());
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    const join = (username: string) =>
      socket.timeout(30_000).emitWithAck('joinEvent', { username, eventId }) as Promise<
        Record<string, unknown>
      >;
    return { socket, join };
  };
  const ana = await come('10.0.0.1');
  await ana.join('Ana');
  expect(await (await come('10.0.0.2')).join('Ben')).toMatchObject({ ok: true });
  await expect(come('10.0.0.1')).rejects.toThrow('websocket error');
  await expect(come('10.0.0.3, 10.0.0.1')).rejects.toThrow('websocket error');

  // Ana's line is lost. Her name waits for her, and for nobody who says that they come from where she was.
  ana.socket.io.engine.close();
  await expect.poll(() => running.chat.stats().connections).toBe(1);
  expect(await (await come('10.0.0.1, 10.0.0.9')).join('Ana')).toMatchObject({ error: 'name_taken' });
  expect(await (await come('10.0.0.1')).join('Ana')).toMatchObject({ ok: true });
});
