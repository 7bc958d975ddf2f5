import { createHmac } from 'node:crypto';
import type { IceServer, Output } from '@chat/protocol';
import type { GroupCallEngine } from '../group-calls/engine.ts';

/** How devices in a call find each other. */
export interface CallOptions {
  /** Servers that any may use: STUN, as a rule. Default none, which is enough within one network. */
  iceServers?: IceServer[];
  /** A TURN server that carries what finds no other way, and shares a secret with us: coturn's `use-auth-secret`. */
  turn?: {
    /** `turn:turn.example.org:3478`, `turns:…`. */
    urls: string | string[];
    /** coturn's `static-auth-secret`. It never leaves the server. */
    secret: string;
    /** Time a password is good for, s. Default 3,600. */
    ttlSeconds?: number;
  };
  /** All calls go through the TURN server, so that nobody learns the other's address. It carries all their traffic then. */
  relayOnly?: boolean;
  /** What carries calls for many: `livekit({ … })`, `janus({ … })`, or an engine of one's own. Default none: calls are between two. */
  group?: GroupCallEngine;
}

/** The servers for one user, with a password of their own where one is needed. */
export type IceServersOf = (userId: string) => Output<'call:ice'>;

/** Throws a plain `Error` that names the option when it cannot be meant. */
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
