// What the service worker shows of a push, without a browser around it.
import { expect, test, vi } from 'vitest';

type Listener = (event: { waitUntil(work: Promise<unknown>): void; data: { json(): unknown } }) => void;

/** Loads the worker for a browser of this language. Returns what it shows for a push. */
const workerIn = async (language: string) => {
  const listeners = new Map<string, Listener>();
  const notes: [title: string, body: string | undefined][] = [];
  vi.resetModules();
  vi.stubGlobal('navigator', { language });
  vi.stubGlobal('self', {
    registration: {
      showNotification: async (title: string, { body }: NotificationOptions) =>
        void notes.push([title, body]),
    },
    clients: { matchAll: async () => [] },
    addEventListener: (type: string, listener: Listener) => void listeners.set(type, listener),
  });
  await import('../src/push-worker.ts');
  return async (payload: object) => {
    let work: Promise<unknown> = Promise.resolve();
    listeners.get('push')?.({ waitUntil: (given) => void (work = given), data: { json: () => payload } });
    await work;
    return notes.at(-1);
  };
};

const payload = {
  v: 1,
  roomId: 'r',
  title: 'Viaje',
  messageId: 'm',
  author: { name: 'Ana' },
  text: '',
  mention: false,
  at: 1,
};
const sealed = { userId: 'ana', kind: 'text', epoch: 1, device: 'd', ciphertext: 'c', commitment: 'h' };

test.each([
  ['en-GB', 'Encrypted message'],
  ['es-MX', 'Mensaje cifrado'],
  ['fr', 'Message chiffré'],
  ['pt-BR', 'Mensagem criptografada'],
  ['de-AT', 'Verschlüsselte Nachricht'],
  ['ar', 'رسالة مشفّرة'],
  ['ja', 'Encrypted message'],
])('in %s an encrypted message without its key is "%s"', async (language, text) => {
  const push = await workerIn(language);
  expect(await push({ ...payload, encrypted: true })).toEqual(['Ana · Viaje', text]);
  expect(await push({ ...payload, encrypted: true, sealed })).toEqual(['Ana · Viaje', text]);
  expect(await push({ ...payload, text: 'hola' })).toEqual(['Ana · Viaje', 'hola']);
});
