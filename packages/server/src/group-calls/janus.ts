import { createHash, createHmac, randomUUID } from 'node:crypto';
import { checkText, checkTtl, checkUrl, engineTimeoutMs, type GroupCallEngine } from './engine.ts';

export interface JanusOptions {
  /** Where pages reach its websockets: `wss://janus.example.org/janus-ws`. */
  url: string;
  /** Where this server reaches its admin API: `http://127.0.0.1:7088/admin`. Nobody else is to reach it. */
  adminUrl: string;
  /** `admin_secret` of janus.jcfg. */
  adminSecret: string;
  /** `token_auth_secret` of janus.jcfg, with `token_auth = true`: then nobody comes in without a token of ours. */
  tokenSecret: string;
  /** `admin_key` of janus.plugin.videoroom.jcfg: then nobody else makes rooms. */
  adminKey?: string;
  /** Most that one person sends of a picture, bits per second. Default 1,000,000. */
  bitrate?: number;
  /** Time a token is good for, s; it is renewed as long as somebody is in the call. Default 300. */
  ttlSeconds?: number;
  /** ms since the epoch. */
  now?: () => number;
}

const plugin = 'janus.plugin.videoroom';
const noSuchRoom = 426;
const roomExists = 427;

/** The video room of a call. Numbers, as Janus has them unless it is told otherwise, and too many to guess. */
export const janusRoom = (callId: string): number =>
  createHash('sha256').update(callId).digest().readUIntBE(0, 6) + 1;

/** A Janus gateway, with its video rooms, as the engine of calls for many. */
export const janus = (options: JanusOptions): GroupCallEngine => {
  const { url, adminUrl, adminSecret, tokenSecret, adminKey, ttlSeconds = 300, now = Date.now } = options;
  const { bitrate = 1_000_000 } = options;
  checkUrl('janus: url', url, ['ws:', 'wss:']);
  checkUrl('janus: adminUrl', adminUrl, ['http:', 'https:']);
  checkText('janus: adminSecret', adminSecret);
  checkText('janus: tokenSecret', tokenSecret);
  checkTtl('janus: ttlSeconds', ttlSeconds);

  /** Janus reads who may do what off the token itself. */
  const sign = (expires: number, ...of: string[]): string => {
    const said = [expires, ...of].join(',');
    return `${said}:${createHmac('sha1', tokenSecret).update(said).digest('base64')}`;
  };

  /** What the plugin answers; its error by number when it is one of these, else it rejects. */
  const ask = async (
    request: Record<string, unknown>,
    passing: readonly number[] = [],
  ): Promise<Record<string, unknown>> => {
    const answer = await fetch(adminUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        janus: 'message_plugin',
        transaction: randomUUID(),
        admin_secret: adminSecret,
        plugin,
        request,
      }),
      redirect: 'error', // what it carries is for this host
      signal: AbortSignal.timeout(engineTimeoutMs),
    });
    const told = (await answer.json()) as {
      janus?: string;
      error?: { reason?: string };
      response?: Record<string, unknown>;
    };
    if (told.janus !== 'success' || !told.response)
      throw new Error(`Janus did not ${String(request['request'])}: ${told.error?.reason ?? 'no answer'}`);
    const { error_code: code, error } = told.response;
    if (typeof code === 'number' && !passing.includes(code))
      throw new Error(`Janus did not ${String(request['request'])}: ${String(error)}`);
    return told.response;
  };

  /** Of whoever has the room's secret: to end it, and to put somebody out. */
  const secretOf = (callId: string): string =>
    createHmac('sha256', tokenSecret).update(`room ${callId}`).digest('base64url');

  return {
    name: 'janus',
    admit: async ({ id, maxPeople }) => {
      const room = janusRoom(id);
      const about = {
        request: 'create',
        room,
        secret: secretOf(id),
        ...(adminKey === undefined ? {} : { admin_key: adminKey }),
        description: 'call',
        is_private: true,
        signed_tokens: true,
        require_pvtid: true,
        // Who comes back may find their own place not yet empty.
        publishers: maxPeople * 2,
        bitrate,
        audiolevel_event: true,
        audio_active_packets: 20,
        audio_level_average: 60,
      };
      await ask(about, [roomExists]);
      const expires = Math.floor(now() / 1_000) + ttlSeconds;
      return {
        url,
        token: sign(expires, 'janus', plugin),
        expiresAt: expires * 1_000,
        details: { room: String(room), roomToken: sign(expires, plugin, `room=${room}`) },
      };
    },
    keep: async (callId, devices) => {
      const room = janusRoom(callId);
      const secret = secretOf(callId);
      const found = await ask({ request: 'listparticipants', room, secret }, [noSuchRoom]);
      const people = (found['participants'] ?? []) as { id: unknown; display?: string }[];
      for (const { id, display = '' } of people)
        if (!devices.includes(display.split(' ')[0] ?? ''))
          await ask({ request: 'kick', room, secret, id }, [noSuchRoom, 428]); // 428: gone meanwhile
    },
    end: async (callId) =>
      void (await ask({ request: 'destroy', room: janusRoom(callId), secret: secretOf(callId) }, [
        noSuchRoom,
      ])),
  };
};
