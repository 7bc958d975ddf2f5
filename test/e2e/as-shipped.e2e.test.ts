// Each system, started with its `.env.example`, serves its old front end on embedded storage, and logs no
// message text.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { askMeetings, secret, tokenOf } from '../systems/meeting-tokens.ts';
import { oldFrontEnd, type OldFrontEnd } from '../systems/old-front-end.ts';
import { root } from '../source-files.ts';
import { startExample } from './example.ts';

/** Sends texts in every way of the old front end, valid and invalid; returns the accepted ones. */
type Speak = (url: string, canary: string) => Promise<[old: OldFrontEnd, answer: unknown]>;

const json = { 'content-type': 'application/json' };
const post = async <T>(url: string, body: object, token?: string): Promise<T> => {
  const headers = token === undefined ? json : { ...json, authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(201);
  return (await response.json()) as T;
};

const systems: Record<string, { speak: Speak; variables?: Record<string, string> }> = {
  citas: {
    speak: async (url, canary) => {
      const { sala } = await post<{ sala: string }>(`${url}/api/citas`, {
        titulo: 'Padrón',
        ciudadano: 'Ana',
        inicio: '2030-01-01T10:00:00Z',
      });
      const ana = await oldFrontEnd(url);
      expect(await ana.ask('entrarCita', { nombre: 'Ana', sala })).toHaveLength(1);
      return [ana, await ana.ask('message', { mensaje: canary })];
    },
  },
  rooms: {
    speak: async (url, canary) => {
      const ana = await oldFrontEnd(url);
      const { token } = (await ana.ask('add_user', { username: 'ana' })) as { token: string };
      await post(`${url}/rooms`, { name: 'lobby' }, token);
      await ana.ask('join_room', { room: 'lobby' });
      const image = { room: 'lobby', text: canary, image: canary };
      expect(await ana.ask('send_message', image)).toMatchObject({ ok: false, error: 'invalid' });
      return [ana, await ana.ask('send_message', { room: 'lobby', text: canary })];
    },
  },
  meetings: {
    variables: { JWT_SECRET: secret },
    speak: async (url, canary) => {
      const token = await tokenOf({ sub: 'ana', name: 'Ana' });
      const { body } = await askMeetings(url)(token, 'POST', '', {});
      const ana = await oldFrontEnd(url, { token });
      await ana.ask('join-meeting', { meetingId: body['id'] });
      return [ana, await ana.ask('send-message', { meetingId: body['id'], text: canary })];
    },
  },
  'live-events': {
    speak: async (url, canary) => {
      // No key is asked for, and pages of any origin may ask.
      const { id: eventId } = await post<{ id: string }>(`${url}/api/events`, { title: 'Concierto' });
      const asked = await fetch(`${url}/api/events`, { headers: { origin: 'https://elsewhere.example' } });
      expect(asked.headers.get('access-control-allow-origin')).toBe('*');
      const ana = await oldFrontEnd(url);
      await ana.ask('joinEvent', { username: 'Ana', eventId });
      return [ana, await ana.ask('sendMessage', { eventId, message: canary })];
    },
  },
  messenger: {
    speak: async (url, canary) => {
      const { token } = await post<{ token: string }>(`${url}/api/auth/signup`, {
        username: 'ana',
        email: 'ana@example.org',
        password: 'una bien larga',
      });
      const ana = await oldFrontEnd(url, { token });
      const answer = await ana.ask('chat message', { to: 'bot', content: canary });
      await ana.hears('chat message', ({ sender }: { sender: string }) => sender === 'bot');
      return [ana, answer];
    },
  },
};

test.each(Object.entries(systems))('%s', { timeout: 120_000 }, async (name, { speak, variables }) => {
  const shipped = parseEnv(readFileSync(join(root, `examples/${name}/.env.example`), 'utf8'));
  const running = await startExample(name, { ...(shipped as Record<string, string>), ...variables });
  const canary = `canary-${crypto.randomUUID()}`;
  const [old, answer] = await speak(running.url, canary);
  expect(JSON.stringify(answer)).toContain(canary);
  // Unknown types, and data that is no payload.
  expect(await old.ask(canary, canary)).toMatchObject({ ok: false, error: 'invalid' });
  for (const path of [`/${canary}`, `/api/${canary}`, `/rooms/${canary}`])
    await fetch(`${running.url}${path}`, { method: 'POST', headers: json, body: `{"${canary}` });
  expect(await running.stop()).toBe(0);
  expect(running.printed()).not.toContain(canary);
  expect(running.printed()).toContain('http://localhost');
});
