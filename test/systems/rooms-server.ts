import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Mail } from '../../examples/rooms/mail.ts';
import { openRooms, type RoomsOptions } from '../../examples/rooms/rooms.ts';

/** A browser as the accounts see it: an origin, and the cookie it was given. */
export interface Browser {
  /** `path` is one below /api/auth. */
  post(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** The token that the page's chat presents. */
  token(): Promise<string>;
}

/** The rooms on a free port, with files of their own, both gone when the test ends. */
export const startRooms = async (options: Partial<RoomsOptions> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-rooms-'));
  const mails: Mail[] = [];
  const rooms = await openRooms({
    file: join(folder, 'chat.sqlite'),
    sendMail: async (mail) => void mails.push(mail),
    publicUrl: 'http://rooms.example',
    attemptsPerMinute: 1_000,
    limits: { presenceGraceMs: 300 },
    ...options,
  });
  const { httpServer } = rooms;
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await rooms.close();
    httpServer.closeAllConnections();
    await new Promise((resolve) => httpServer.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;

  const browser = (): Browser => {
    let cookie = '';
    const ask = async (path: string, init: { method?: string; body?: string } = {}, more = {}) => {
      const headers = { origin: url, ...(cookie ? { cookie } : {}), ...more };
      const response = await fetch(`${url}/api/auth${path}`, { ...init, headers });
      const [given] = response.headers.getSetCookie();
      if (given !== undefined) [cookie = ''] = given.split(';');
      const body = (await response.json().catch(() => ({}))) as Record<string, unknown> | null;
      return { status: response.status, body: body ?? {} };
    };
    return {
      post: (path, body = {}, headers = {}) =>
        ask(
          path,
          { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) },
          { 'content-type': 'application/json', ...headers },
        ),
      token: async () => {
        const { token } = (await ask('/token')).body as { token?: string };
        return token ?? '';
      },
    };
  };
  const signUp = async (name: string) => {
    const page = browser();
    const { status, body } = await page.post('/sign-up/email', accountOf(name));
    return { ...page, status, body };
  };
  /** An old route, or one of the chat's. */
  const ask = async (path: string, token?: string) => {
    const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` });
    const response = await fetch(`${url}${path}`, { headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { ...rooms, url, folder, mails, browser, signUp, ask };
};

export const password = 'a long one';
export const accountOf = (name: string) => ({ name, email: `${name.toLowerCase()}@example.org`, password });
