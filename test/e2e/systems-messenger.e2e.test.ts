// The messenger as it starts: its own page and two old front ends, in a direct room, a group and a call.
import { expect, test } from 'vitest';
import { oldFrontEnd } from '../systems/old-front-end.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { openRoom, signUp } from './messenger-pages.ts';
import { hears, say } from './portal.ts';

const { visit } = useBrowser([
  '--use-fake-device-for-media-stream=fps=10',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]);

const json = { 'content-type': 'application/json' };

interface Account {
  user: { _id: string };
  token: string;
}
const says = (content: string) => (said: { content: string }) => said.content === content;

test(
  'the page and two old front ends share direct rooms, groups and calls',
  { timeout: 180_000 },
  async () => {
    const { url } = await startExample('messenger');
    const post = async <T>(path: string, body: object, token?: string): Promise<T> => {
      const headers = token === undefined ? json : { ...json, authorization: `Bearer ${token}` };
      const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      return (await response.json()) as T;
    };
    const person = async (username: string) => {
      const { user, token } = await post<Account>('/api/auth/signup', {
        username,
        email: `${username}@example.org`,
        password: 'una bien larga',
      });
      return { ...(await oldFrontEnd(url, { token })), token, id: user._id };
    };
    const [ana, ben] = [await person('ana'), await person('ben')];
    const { page, complaints } = await visit({ permissions: ['microphone', 'camera'] });
    await signUp(page, url, 'eva');
    const found = await fetch(`${url}/api/users?search=eva`, {
      headers: { authorization: `Bearer ${ana.token}` },
    });
    const [eva] = (await found.json()) as [{ _id: string; username: string }];
    expect(eva.username).toBe('eva');

    // One to one: nobody else hears it.
    await ana.ask('chat message', { to: eva._id, content: 'hola, eva' });
    await openRoom(page, /ana/);
    await hears(page, 'hola, eva');
    await say(page, 'hola, ana');
    expect(await ana.hears('chat message', says('hola, ana'))).toMatchObject({
      sender: eva._id,
      receiver: ana.id,
      messageType: 'text',
    });

    // In a group: everybody.
    const group = await post<{ _id: string }>(
      '/api/chat/rooms',
      { name: 'Viaje', members: [ben.id, eva._id] },
      ana.token,
    );
    for (const old of [ana, ben]) await old.ask('join room', { room: group._id });
    await openRoom(page, /Viaje/);
    await page.locator('chat-room header').getByText('Viaje').waitFor();
    await post('/api/chat/send', { room: group._id, content: '¿cuándo?' }, ben.token);
    await hears(page, '¿cuándo?');
    await say(page, 'el lunes');
    for (const old of [ana, ben])
      expect(await old.hears('chat message', says('el lunes'))).toMatchObject({ sender: eva._id });
    expect(ben.heard.some(([, said]) => (said as { content: string }).content === 'hola, ana')).toBe(false);

    // Each rings the other.
    const rung = (await ana.ask('video call', { to: eva._id })) as { callId: string };
    await page.getByText('Videollamada de ana').waitFor();
    await page.getByRole('button', { name: 'Rechazar' }).click();
    const listed = async () => {
      const response = await fetch(`${url}/chat/api/rooms`, {
        headers: { authorization: `Bearer ${ana.token}` },
      });
      return JSON.stringify(await response.json());
    };
    expect(rung.callId).toEqual(expect.any(String));
    await expect.poll(listed).toContain('"rejected"');
    await openRoom(page, /ana/);
    await page.locator('chat-room header').getByRole('button', { name: 'Llamar' }).click();
    await page.getByRole('menuitem', { name: /voz/i }).click();
    expect(await ana.hears('audio call')).toEqual({
      callId: expect.any(String) as string,
      from: eva._id,
      kind: 'audio',
    });
    expect(complaints).toEqual([]);
  },
);
