import { SignJWT } from 'jose';
import { checkText, checkTtl, checkUrl, engineTimeoutMs, type GroupCallEngine } from './engine.ts';
import { rejectUnknownOptions } from '../errors/unknown-options.ts';

export interface LiveKitOptions {
  /** URL for pages: `wss://livekit.example.org`. */
  url: string;
  /** URL of its API for this server. Default: `url`, by http. */
  apiUrl?: string;
  apiKey: string;
  /** It never leaves the server. */
  apiSecret: string;
  /** Lifetime of a token, s: it is used at once, and renewed when needed again. Default 120. */
  ttlSeconds?: number;
  /** ms since the epoch. */
  now?: () => number;
}

const optionNames: Readonly<Record<keyof LiveKitOptions, true>> = {
  url: true,
  apiUrl: true,
  apiKey: true,
  apiSecret: true,
  ttlSeconds: true,
  now: true,
};

/**
 * LiveKit as the engine of group calls. Its rooms have the ids of the calls, and participants the ids of
 * their devices.
 */
export const livekit = (options: LiveKitOptions): GroupCallEngine => {
  rejectUnknownOptions('livekit', options, optionNames);
  const { url, apiUrl = url, apiKey, apiSecret, ttlSeconds = 120, now = Date.now } = options;
  checkUrl('livekit: url', url, ['ws:', 'wss:', 'http:', 'https:']);
  const api = checkUrl('livekit: apiUrl', apiUrl, ['ws:', 'wss:', 'http:', 'https:']);
  const base = api.href.replace(/^ws/, 'http').replace(/\/$/, '');
  checkText('livekit: apiKey', apiKey);
  checkText('livekit: apiSecret', apiSecret);
  checkTtl('livekit: ttlSeconds', ttlSeconds);
  const key = new TextEncoder().encode(apiSecret);

  const token = async (video: Record<string, unknown>, who?: { id: string; name: string }) => {
    const issued = Math.floor(now() / 1_000);
    const jwt = new SignJWT({ video, ...(who ? { name: who.name } : {}) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(apiKey)
      .setNotBefore(issued)
      .setExpirationTime(issued + ttlSeconds);
    if (who) jwt.setSubject(who.id);
    return { token: await jwt.sign(key), expiresAt: (issued + ttlSeconds) * 1_000 };
  };

  /** Returns the response; null if there is no such room or participant. */
  const ask = async (
    method: string,
    video: Record<string, unknown>,
    body: Record<string, unknown>,
  ): Promise<unknown> => {
    const answer = await fetch(`${base}/twirp/livekit.RoomService/${method}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${(await token(video)).token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      redirect: 'error', // the token is for this host
      signal: AbortSignal.timeout(engineTimeoutMs),
    });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`LiveKit answered ${answer.status} to ${method}`);
    return answer.json();
  };

  return {
    name: 'livekit',
    refreshedTokenMs: 600_000,
    admit: async ({ id: room }, { user, device }) => {
      const video = { room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: false };
      return { url, ...(await token(video, { id: device, name: user.name })) };
    },
    keep: async (room, devices) => {
      const admin = { room, roomAdmin: true };
      const found = (await ask('ListParticipants', admin, { room })) as {
        participants?: { identity?: string }[];
      } | null;
      for (const { identity } of found?.participants ?? [])
        if (identity !== undefined && !devices.includes(identity))
          await ask('RemoveParticipant', admin, { room, identity });
    },
    end: async (room) => void (await ask('DeleteRoom', { roomCreate: true }, { room })),
  };
};
