import { createHash } from 'node:crypto';
import type { Agent } from 'node:https';
import type { PushSubscription } from '../storage/contract/notification-store.ts';
import type { SettingStore } from '../storage/contract/storage.ts';
import type { PushHow, PushOptions } from './push.ts';
import { rejectUnknownOptions } from '../errors/unknown-options.ts';

export interface WebPushOptions {
  /** Contact for push services about this server: `mailto:…` or `https:…`. They require one. */
  subject: string;
  /** The server's VAPID keys, base64url. Default: created at the first start and stored in the storage. */
  keys?: { publicKey: string; privateKey: string };
  /**
   * Additional hosts to send to, besides those of browser vendors; `*.example.org` matches all subdomains.
   */
  services?: string[];
  /** How long a push may wait for a device that is off, seconds. Default a day. */
  ttlSeconds?: number;
  /** How long a push service may take to respond, ms. Default 10,000. */
  timeoutMs?: number;
  agent?: Agent;
}

/** Chromium browsers, Firefox, Edge on Windows, Safari. */
const knownServices = [
  'fcm.googleapis.com',
  'jmt17.google.com',
  '*.push.services.mozilla.com',
  '*.notify.windows.com',
  '*.push.apple.com',
];
const gone = new Set([404, 410]);
const mayPass = (status: number | undefined): boolean =>
  status === undefined || status === 429 || status >= 500;
const tries = 3;
const longestWaitMs = 30_000;

const optionNames: Readonly<Record<keyof WebPushOptions, true>> = {
  subject: true,
  keys: true,
  services: true,
  ttlSeconds: true,
  timeoutMs: true,
  agent: true,
};

/**
 * Web Push (RFC 8030, 8291, 8292) with the `web-push` package, which you install yourself. Sends only to the
 * hosts of push services, whatever URL a client subscribes.
 */
export const webPush = (options: WebPushOptions): PushOptions => {
  rejectUnknownOptions('webPush', options, optionNames);
  const { subject, keys, services = [], ttlSeconds = 86_400, timeoutMs = 10_000, agent } = options;
  if (!/^(mailto:.+@|https:\/\/)/.test(subject))
    throw new Error("webPush: subject must be 'mailto:…' or 'https:…', where a push service can write to");
  const hosts = [...knownServices, ...services];
  let vapid: { publicKey: string; privateKey: string } | null = keys ?? null;

  const post = async (subscription: PushSubscription, payload: string, how: PushHow): Promise<void> => {
    if (!vapid) throw new Error('webPush: not started');
    const { default: sender } = await import('web-push');
    await sender.sendNotification(subscription, payload, {
      vapidDetails: { subject, ...vapid },
      TTL: how.ttlSeconds ?? ttlSeconds,
      urgency: how.urgent ? 'high' : 'normal',
      // At most 32 characters of base64url. The hash hides the room's name from the service.
      topic: createHash('sha256').update(how.topic).digest('base64url').slice(0, 32),
      timeout: timeoutMs,
      ...(agent ? { agent } : {}),
    });
  };

  return {
    start: async (settings: SettingStore) => {
      const { default: sender } = await import('web-push');
      vapid ??= JSON.parse(
        await settings.getOrSet('vapid', JSON.stringify(sender.generateVAPIDKeys())),
      ) as NonNullable<typeof vapid>;
      return { publicKey: vapid.publicKey };
    },
    accepts: (endpoint) => hosts.some((host) => isHost(endpoint, host)),
    send: async (subscription, payload, how) => {
      for (let attempt = 1; ; attempt++) {
        try {
          await post(subscription, payload, how);
          return 'sent';
        } catch (error) {
          const { statusCode, headers } = error as {
            statusCode?: number;
            headers?: Record<string, string>;
          };
          if (statusCode !== undefined && gone.has(statusCode)) return 'gone';
          if (!mayPass(statusCode) || attempt === tries) throw error;
          const asked = Number(headers?.['retry-after'] ?? 0) * 1_000;
          const waitMs = Math.min(longestWaitMs, asked || 500 * 2 ** attempt);
          await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
        }
      }
    },
  };
};

const isHost = (endpoint: string, host: string): boolean => {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url?.protocol !== 'https:' || url.username) return false;
  // `host` includes the port, unless it is 443: a service of your own may be listed with its port.
  return host.startsWith('*.') ? url.host.endsWith(host.slice(1)) : url.host === host;
};
