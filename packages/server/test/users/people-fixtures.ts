import type { ChatServerOptions } from '@chat/server';
import { jwt } from '@chat/server';
import { SignJWT } from 'jose';
import { connect, startServer, type Peer } from '../chat/harness.ts';

const secret = 'a secret of at least thirty-two characters';

/** A token of the application's, as it would sign it. */
export const tokenOf = (claims: { sub: string; name: string; avatarUrl?: string }): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));

export const byToken = { authenticate: jwt({ secret }) } satisfies ChatServerOptions;

/** Quick to tell and to forget. */
export const quick = { presenceWindowMs: 5, presenceGraceMs: 40 };

/** A server with these people in room r, by their names. */
export const roomOf = async (names: string[], options: ChatServerOptions = {}) => {
  const running = await startServer({ ...options, limits: { ...quick, ...options.limits } });
  const peers: Peer[] = [];
  for (const name of names) {
    const peer = await connect(running.url, { name });
    await peer.call('room:join', { roomId: 'r' });
    peers.push(peer);
  }
  return { ...running, peers };
};

/** Resolves when `peer` gets this state of a user. */
export const hears = (peer: Peer, userId: string, like: object) =>
  peer.until(
    (event) =>
      event.type === 'presence:changed' &&
      [...event.joined, ...event.updated].some(
        (each) => each.user.id === userId && matches({ ...each.user, ...each }, like),
      ),
  );

const matches = (value: object, like: object): boolean =>
  Object.entries(like).every(([key, expected]) => (value as Record<string, unknown>)[key] === expected);
