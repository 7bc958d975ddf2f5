import type { ChatServer, ChatServerOptions } from '@chat/server';
import { guestsOfEvents } from '../../examples/live-events/names.ts';
import { oldVocabulary } from '../../examples/live-events/old-vocabulary.ts';
import { startServer } from '../../packages/server/test/chat/harness.ts';

/** The live events on a free port, stopped when the test ends. `key`: who makes events presents it. */
export const liveEvents = async (limits: ChatServerOptions['limits'] = {}, key?: string) => {
  let chat: ChatServer | undefined;
  const running = await startServer({
    authenticate: guestsOfEvents,
    rooms: { autoCreate: false },
    cors: { origin: '*' },
    // However busy the machine is, nothing is passed over.
    limits: { presenceGraceMs: 300, ephemeralLagMs: 60_000, sendLagMs: 60_000, ...limits },
    dialects: [oldVocabulary({ chat: () => chat as ChatServer, key })],
  });
  ({ chat } = running);
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${running.url}${path}`, init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const send = (method: string, path: string, body?: unknown, headers = {}) =>
    ask(`/api/events${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    });
  const post = (body: unknown, headers = {}) => send('POST', '', body, headers);
  return { ...running, ask, send, post };
};
