import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NotificationStore } from '../storage/contract/notification-store.ts';
import type { SettingStore } from '../storage/contract/storage.ts';
import { escapeHtml } from './compose-mail.ts';
import { emailLanguages, emailTexts, type EmailLanguage } from './email-texts.ts';

/** Signed links by which users unsubscribe without signing in (RFC 8058). */
export interface Unsubscribe {
  /** Returns the link of a user. It does not expire. */
  link(userId: string, language: EmailLanguage): Promise<string>;
  /** Serves `<path>/email/unsubscribe`: a question to GET, and the change to POST. */
  serve(request: IncomingMessage, response: ServerResponse, query: string): Promise<void>;
}

interface UnsubscribeDeps {
  baseUrl: string;
  path: string;
  settings: SettingStore;
  notifications: Pick<NotificationStore, 'settings' | 'putSettings'>;
}

const style = `body{max-width:30rem;margin:15vh auto;padding:0 1rem;font:17px/1.5 system-ui,sans-serif;color:#1c1c1e;background:#fff;text-align:center}
button{padding:.6rem 1.2rem;border:0;border-radius:8px;background:#3b4fd8;color:#fff;font:inherit;font-weight:600;cursor:pointer}
@media(prefers-color-scheme:dark){body{color:#e8eaed;background:#1c1c1e}}`;
const hash = createHash('sha256').update(style).digest('base64');

const page = (language: EmailLanguage, content: string): string => `<!doctype html>
<html lang="${language}"${language === 'ar' ? ' dir="rtl"' : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${escapeHtml(emailTexts[language].unsubscribe)}</title><style>${style}</style></head>
<body><main>${content}</main></body></html>
`;

export const createUnsubscribe = ({
  baseUrl,
  path,
  settings,
  notifications,
}: UnsubscribeDeps): Unsubscribe => {
  let secret: Promise<string> | null = null;
  const sign = async (userId: string): Promise<Buffer> => {
    secret ??= settings.getOrSet('email-secret', randomBytes(32).toString('base64url'));
    return createHmac('sha256', await secret)
      .update(`unsubscribe\n${userId}`)
      .digest();
  };

  /** Returns the user whom a link is for; null if its signature is wrong. */
  const read = async (query: URLSearchParams): Promise<string | null> => {
    const userId = Buffer.from(query.get('u') ?? '', 'base64url').toString();
    const given = Buffer.from(query.get('s') ?? '', 'base64url');
    const right = await sign(userId);
    return userId !== '' && given.length === right.length && timingSafeEqual(given, right) ? userId : null;
  };

  const stop = async (userId: string): Promise<void> => {
    const stored = (await notifications.settings(userId)) ?? { level: 'all' as const, rooms: {} };
    await notifications.putSettings(userId, { ...stored, email: 'none' });
  };

  const send = (response: ServerResponse, status: number, body: string): void => {
    response
      .writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
      .end(body);
  };

  return {
    link: async (userId, language) => {
      const url = new URL(`${path}/email/unsubscribe`, baseUrl);
      url.search = new URLSearchParams({
        u: Buffer.from(userId).toString('base64url'),
        l: language,
        s: (await sign(userId)).toString('base64url'),
      }).toString();
      return url.href;
    },
    serve: async (request, response, given) => {
      const query = new URLSearchParams(given);
      const language = emailLanguages.find((each) => each === query.get('l')) ?? 'en';
      const texts = emailTexts[language];
      const userId = await read(query);
      if (userId === null) return send(response, 404, page(language, `<p>${escapeHtml(texts.invalid)}</p>`));
      if (request.method === 'POST') {
        // The body says only `List-Unsubscribe=One-Click`.
        request.resume();
        await stop(userId);
        return send(response, 200, page(language, `<p role="status">${escapeHtml(texts.done)}</p>`));
      }
      // Programs that look at links must not unsubscribe anyone.
      const form = `<p>${escapeHtml(texts.question)}</p><form method="post"><button>${escapeHtml(texts.confirm)}</button></form>`;
      return send(response, 200, page(language, form));
    },
  };
};
