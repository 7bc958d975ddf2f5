import { createHmac } from 'node:crypto';
import type { IceServer, Output } from '@chat/protocol';
import type { GroupCallEngine } from '../group-calls/engine.ts';

/** How devices in a call connect to each other. */
export interface CallOptions {
  /** STUN servers, as a rule. Default none, which is enough within one network. */
  iceServers?: IceServer[];
  /**
   * A TURN server that relays if there is no direct path. It shares a secret with this server: coturn's
   * `use-auth-secret`.
   */
  turn?: {
    /** `turn:turn.example.org:3478`, `turns:…`. */
    urls: string | string[];
    /** coturn's `static-auth-secret`. It never leaves the server. */
    secret: string;
    /** Time a password is good for, s. Default 3,600. */
    ttlSeconds?: number;
  };
  /**
   * Routes all calls through the TURN server, so that users do not learn each other's address. It then
   * carries all their traffic.
   */
  relayOnly?: boolean;
  /**
   * Lets two users call each other while they are alone in a public room. Default false: everyone may enter
   * such a room, and strangers do not ring each other.
   */
  publicRooms?: boolean;
  /**
   * The engine for group calls: `livekit({ … })`, `janus({ … })`, or your own. Default none: calls are
   * between two users.
   */
  group?: GroupCallEngine;
}

/** Returns the ICE servers for one user, with a temporary password if needed. */
export type IceServersOf = (userId: string) => Output<'call:ice'>;

/** Throws a plain `Error` that names an invalid option. */
export const createIceServers = (
  { iceServers = [], turn, relayOnly = false }: CallOptions = {},
  now: () => number,
): IceServersOf => {
  if (relayOnly && !turn) throw new Error('createChatServer: calls.relayOnly needs calls.turn');
  if (!turn) return () => ({ iceServers });
  const { urls, secret, ttlSeconds = 3_600 } = turn;
  if ([urls].flat().length === 0 || ![urls].flat().every((url) => /^turns?:./.test(url)))
    throw new Error("createChatServer: calls.turn.urls must begin with 'turn:' or 'turns:'");
  if (!secret) throw new Error('createChatServer: calls.turn.secret must not be empty');
  if (!(ttlSeconds >= 60)) throw new Error('createChatServer: calls.turn.ttlSeconds must be 60 or more');
  return (userId) => {
    const expiresAt = (Math.floor(now() / 1_000) + ttlSeconds) * 1_000;
    const username = `${expiresAt / 1_000}:${userId}`;
    const credential = createHmac('sha1', secret).update(username).digest('base64');
    const servers = [...iceServers, { urls, username, credential }];
    return { iceServers: servers, expiresAt, ...(relayOnly ? { relayOnly } : {}) };
  };
};
