// A guest of an old front end loses the connection: a new guest may get the name, never the identity.
import { dialect, guests } from '@chat/server';
import { describe, expect, test, vi } from 'vitest';
import { oldFrontEnd, type OldFrontEnd } from '../../../../test/systems/old-front-end.ts';
import { patient } from '../../../../test/unhurried.ts';
import { connect, message, startServer } from './harness.ts';

interface Entered {
  id: string;
  token: string;
  role: string;
  texts: string[];
}

const vocabulary = dialect({
  events: {
    enter: async (caller, said) => {
      const token = said.string('token', null);
      const { user, token: ownToken } = await caller.enter({
        name: said.string('name'),
        ...(token === null ? {} : { token }),
      });
      const { messages, me } = await caller.call('room:join', { roomId: 'r' });
      return { id: user.id, token: ownToken, role: me.role, texts: messages.map(({ text }) => text) };
    },
  },
  tells: { 'message:created': (caller, { message: { text } }) => caller.emit('text', text) },
});

describe.each(['room', 'server'] as const)('with names unique in the %s', (unique) => {
  /** A moderator is in the room, who writes to whoever is present. */
  const start = async () => {
    const { url, chat } = await startServer({
      dialects: [vocabulary],
      authenticate: guests({ unique }),
      limits: { presenceGraceMs: 60_000 },
    });
    const host = await connect(url, { name: 'Host' });
    await host.call('room:join', { roomId: 'r' });
    const enter = async (name: string, token?: string) => {
      const page = await oldFrontEnd(url);
      return { ...page, ...((await page.ask('enter', { name, token })) as Entered & { error?: string }) };
    };
    const writeTo = (userId: string, text: string) =>
      host.call('message:send', { ...message('r', text), to: [userId] });
    const lost = async (page: OldFrontEnd) => {
      const { connections } = chat.stats();
      page.socket.io.engine.close(); // as a network does: without a word
      await vi.waitFor(() => expect(chat.stats().connections).toBe(connections - 1), patient);
    };
    return { url, host, enter, writeTo, lost };
  };

  test('a stranger gets the name, not the guest', async () => {
    const { enter, writeTo, lost } = await start();
    const ana = await enter('Ana');
    await writeTo(ana.id, 'mi DNI es 12345678Z');
    expect((await enter('Ana')).error).toBe('name_taken');
    await lost(ana);
    const stranger = await enter('ANA');
    expect(stranger).toMatchObject({ ok: true, texts: [] });
    expect(stranger.id).not.toBe(ana.id);
    // Ana's own token is still hers, and the name is not free for it any more.
    expect((await enter('Ana', ana.token)).error).toBe('name_taken');
    expect(await enter('Ana María', ana.token)).toMatchObject({ id: ana.id, texts: ['mi DNI es 12345678Z'] });
  });

  test('a guest with a name that a stranger had before is not that stranger', async () => {
    const { enter, writeTo, lost } = await start();
    const stranger = await enter('Ana');
    await lost(stranger);
    const ana = await enter('Ana');
    await writeTo(ana.id, 'resultado: positivo');
    expect(await ana.hears('text')).toBe('resultado: positivo');
    const again = await enter('Otro', stranger.token);
    expect(again).toMatchObject({ id: stranger.id, texts: [] });
    expect(ana.id).not.toBe(stranger.id);
  });

  test('the token restores the guest, and the room gets no presence event', async () => {
    const { host, enter, writeTo, lost } = await start();
    const ana = await enter('Ana');
    await writeTo(ana.id, 'solo para ti');
    await lost(ana);
    expect(await enter('Ana', ana.token)).toMatchObject({ id: ana.id, texts: ['solo para ti'] });
    const ben = await enter('Ben');
    await host.until(
      (event) => event.type === 'presence:changed' && event.joined.some(({ user }) => user.id === ben.id),
    );
    expect(JSON.stringify(host.events.filter(({ type }) => type === 'presence:changed'))).not.toContain(
      `"left":["${ana.id}"]`,
    );
  });

  test('the previous guest leaves the room when another guest gets the name', async () => {
    const { host, enter, lost } = await start();
    const ana = await enter('Ana');
    await host.until(
      (event) => event.type === 'presence:changed' && event.joined.some(({ user }) => user.id === ana.id),
    );
    await lost(ana);
    const next = await enter('Ana');
    await host.until((event) => event.type === 'presence:changed' && event.left.includes(ana.id));
    const present = (await host.call('room:join', { roomId: 'r' })).members.map(({ user }) => user.id);
    expect(present).toContain(next.id);
    expect(present).not.toContain(ana.id);
  });

  test('a guest with another connection keeps the name', async () => {
    const { url, enter, lost } = await start();
    const ana = await enter('Ana');
    const page = await connect(url, { name: 'Ana', token: ana.token });
    await page.call('room:join', { roomId: 'r' });
    await lost(ana);
    expect((await enter('Ana')).error).toBe('name_taken');
  });
});
