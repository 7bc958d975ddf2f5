import { createHash, createHmac, randomUUID } from 'node:crypto';
import { checkText, checkTtl, checkUrl, engineTimeoutMs, type GroupCallEngine } from './engine.ts';
import { rejectUnknownOptions } from '../errors/unknown-options.ts';

export interface JanusOptions {
  /** URL of its websockets for pages: `wss://janus.example.org/janus-ws`. */
  url: string;
  /** URL of its admin API for this server: `http://127.0.0.1:7088/admin`. It must not be public. */
  adminUrl: string;
  /** `admin_secret` of janus.jcfg. */
  adminSecret: string;
  /**
   * `token_auth_secret` of janus.jcfg, with `token_auth = true`: admission then requires a token of this
   * server.
   */
  tokenSecret: string;
  /** `admin_key` of janus.plugin.videoroom.jcfg: only this server then creates rooms. */
  adminKey?: string;
  /** Maximum video bitrate of one participant, bits per second. Default 1,000,000. */
  bitrate?: number;
  /** Lifetime of a token, s; it is renewed while the user is in the call. Default 300. */
  ttlSeconds?: number;
  /** ms since the epoch. */
  now?: () => number;
}

const plugin = 'janus.plugin.videoroom';
const noSuchRoom = 426;
const roomExists = 427;

/** The video room id of a call: a number, as Janus expects by default, and too large to guess. */
export const janusRoom = (callId: string): number =>
  createHash('sha256').update(callId).digest().readUIntBE(0, 6) + 1;

const optionNames: Readonly<Record<keyof JanusOptions, true>> = {
  url: true,
  adminUrl: true,
  adminSecret: true,
  tokenSecret: true,
  adminKey: true,
  bitrate: true,
  ttlSeconds: true,
  now: true,
};

/** A Janus gateway with its video rooms as the engine of group calls. */
export const janus = (options: JanusOptions): GroupCallEngine => {
  rejectUnknownOptions('janus', options, optionNames);
  const { url, adminUrl, adminSecret, tokenSecret, adminKey, ttlSeconds = 300, now = Date.now } = options;
  const { bitrate = 1_000_000 } = options;
  checkUrl('janus: url', url, ['ws:', 'wss:']);
  checkUrl('janus: adminUrl', adminUrl, ['http:', 'https:']);
  checkText('janus: adminSecret', adminSecret);
  checkText('janus: tokenSecret', tokenSecret);
  checkTtl('janus: ttlSeconds', ttlSeconds);

  /** Janus reads the permissions from the token itself. */
  const sign = (expires: number, ...of: string[]): string => {
    const said = [expires, ...of].join(',');
    return `${said}:${createHmac('sha1', tokenSecret).update(said).digest('base64')}`;
  };

  /** Returns the plugin's response; its error by number if it is one of `tolerated`, else it rejects. */
  const ask = async (
    request: Record<string, unknown>,
    tolerated: readonly number[] = [],
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
      redirect: 'error', // the secrets are for this host
      signal: AbortSignal.timeout(engineTimeoutMs),
    });
    const body = (await answer.json()) as {
      janus?: string;
      error?: { reason?: string };
      response?: Record<string, unknown>;
    };
    if (body.janus !== 'success' || !body.response)
      throw new Error(`Janus did not ${String(request['request'])}: ${body.error?.reason ?? 'no answer'}`);
    const { error_code: code, error } = body.response;
    if (typeof code === 'number' && !tolerated.includes(code))
      throw new Error(`Janus did not ${String(request['request'])}: ${String(error)}`);
    return body.response;
  };

  /** With the room's secret: ends the room, or removes a participant. */
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
        // A returning user may find their previous session still there.
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
