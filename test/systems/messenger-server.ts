import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Mail } from '../../examples/messenger/mail.ts';
import { openMessenger, type MessengerOptions } from '../../examples/messenger/messenger.ts';
import { oldFrontEnd } from './old-front-end.ts';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** The messenger on a free port, with files of its own, both gone when the test ends. */
export const startMessenger = async (options: Partial<MessengerOptions> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-messenger-'));
  const mails: Mail[] = [];
  const messenger = await openMessenger({
    file: join(folder, 'chat.sqlite'),
    sendMail: async (mail) => void mails.push(mail),
    publicUrl: 'https://messenger.example',
    attemptsPerMinute: 1_000,
    ...options,
  });
  const { httpServer } = messenger;
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await messenger.close();
    httpServer.closeAllConnections();
    await new Promise((resolve) => httpServer.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;

  const ask = async (
    path: string,
    token?: string,
    body?: object,
    method = body ? 'POST' : 'GET',
  ): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const signUp = (username: string) =>
    ask('/api/auth/signup', undefined, {
      username,
      email: `${username}@example.org`,
      password: 'a long one',
    });
  /** Somebody with an account and an old front end that is connected. */
  const person = async (username: string) => {
    const { body } = await signUp(username);
    const { user, token } = body as { user: { _id: string }; token: string };
    const page = await oldFrontEnd(url, { token });
    return { ...page, token, id: user._id, get: (path: string) => ask(path, token) };
  };
  return { ...messenger, url, folder, mails, ask, signUp, person };
};
