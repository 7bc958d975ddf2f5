import { setTimeout as sleep } from 'node:timers/promises';
import { ChatError } from '@chat/protocol';
import { rejectUnknownOptions } from '../errors/unknown-options.ts';
import { createOutboundRequests, type OutboundResponse } from '../outbound/outbound-requests.ts';
import type { TranslationOptions } from './translation-options.ts';

/** A LibreTranslate server of your own. */
export interface LibreTranslateOptions {
  /** Its address, such as `http://localhost:5000`. It may be in a private network. */
  url: string;
  /** Sent with each request, if the server requires one. */
  apiKey?: string;
  /** How long one request may take, ms. Default 10,000. */
  timeoutMs?: number;
}

const optionNames: Readonly<Record<keyof LibreTranslateOptions, true>> = {
  url: true,
  apiKey: true,
  timeoutMs: true,
};
const maxBytes = 262_144;
const retries = 2;
const retryAfterMs = 300;
const longestRetryMs = 3_000;

/**
 * Translates with a LibreTranslate server that you run. Texts are sent to this address and to no other:
 * redirects are not followed.
 */
export const libreTranslate = (options: LibreTranslateOptions): TranslationOptions => {
  rejectUnknownOptions('libreTranslate', options, optionNames);
  const { apiKey, timeoutMs = 10_000 } = options;
  const base = URL.canParse(options.url) ? new URL(options.url) : undefined;
  if (!base || !/^https?:$/.test(base.protocol) || base.username || base.search)
    throw new Error(`libreTranslate: url must look like 'http://localhost:5000', not '${options.url}'`);
  const root = base.href.replace(/\/*$/, '/');
  const outbound = createOutboundRequests({ privateHosts: [base.host] });

  /** Sends a request, again after a while if the server is busy or the connection fails. */
  const request = async (path: string, body: object | null, signal: AbortSignal): Promise<unknown> => {
    for (let attempt = 0; ; attempt += 1) {
      const isLast = attempt >= retries;
      try {
        const response = await outbound.send(new URL(path, root), {
          method: body ? 'POST' : 'GET',
          headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
          ...(body ? { body: JSON.stringify({ ...body, ...(apiKey ? { api_key: apiKey } : {}) }) } : {}),
          timeoutMs,
          maxBytes,
          signal,
        });
        if (isLast || !isBusy(response)) return read(response);
        await sleep(waitOf(response, attempt), undefined, { signal });
      } catch (error) {
        if (isLast || signal.aborted || !isConnectionFailure(error)) throw error;
        await sleep(retryAfterMs * 2 ** attempt, undefined, { signal });
      }
    }
  };

  return {
    translate: async (q, from, to, { signal }) => {
      const body = { q, source: from ?? 'auto', target: to, format: 'text' };
      const found = (await request('translate', body, signal)) as {
        translatedText?: unknown;
        detectedLanguage?: { language?: unknown };
      } | null;
      if (typeof found?.translatedText !== 'string')
        throw new Error('LibreTranslate: no text in the response');
      const language = found.detectedLanguage?.language;
      const source = from ?? language;
      return { text: found.translatedText, ...(typeof source === 'string' ? { from: source } : {}) };
    },
    languages: async ({ signal }) => {
      const found = await request('languages', null, signal);
      if (!Array.isArray(found)) throw new Error('LibreTranslate: no languages in the response');
      return found.flatMap((each: { code?: unknown } | null) =>
        typeof each?.code === 'string' ? [each.code] : [],
      );
    },
    close: () => outbound.close(),
  };
};

const isBusy = ({ status }: OutboundResponse): boolean => status === 429 || status >= 500;

const isConnectionFailure = (error: unknown): boolean =>
  error instanceof Error &&
  /^(ECONN|EPIPE|EHOST|ENET|EAI_AGAIN)/.test((error as { code?: string }).code ?? '');

const waitOf = ({ headers }: OutboundResponse, attempt: number): number => {
  const seconds = Number(headers['retry-after']);
  const waitMs = seconds > 0 ? seconds * 1_000 : retryAfterMs * 2 ** attempt;
  return Math.min(longestRetryMs, waitMs);
};

/** The texts of errors may contain the message, so they are not passed on. */
const read = ({ status, body, isCut }: OutboundResponse): unknown => {
  if (status === 400)
    throw new ChatError('invalid', 'the translator does not know this language', unsupported);
  if (status !== 200) throw new Error(`LibreTranslate: status ${status}`);
  if (isCut) throw new Error(`LibreTranslate: the response is longer than ${maxBytes} bytes`);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Error('LibreTranslate: the response is not JSON');
  }
};

const unsupported = { reason: 'language_unsupported', field: 'to' };
