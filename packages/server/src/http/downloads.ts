import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ChatError, type Limits } from '@chat/protocol';
import type { RateLimits } from '../limits/rate-limits.ts';

/** Limits the number of downloads, and how long a slow reader keeps one open. */
export interface Downloads {
  /** Counts a download until its response is over. Throws `rate_limited`. */
  admit(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Sends the body. Aborts if the reader stalls or is too slow, so that a truncated download is not taken for
   * a complete one.
   */
  send(response: ServerResponse, body: Readable): Promise<void>;
}

interface DownloadsDeps {
  limits: Pick<Limits, 'maxDownloadsPerAddress' | 'downloadIdleMs' | 'minBytesPerSecond'>;
  rateLimits: Pick<RateLimits, 'takeRequest'>;
  /** Returns the remote address of a request. */
  address(request: IncomingMessage): string;
}

const retryAfterMs = 1_000;

export const createDownloads = ({ limits, rateLimits, address }: DownloadsDeps): Downloads => {
  const open = new Map<string, number>();

  return {
    admit: (request, response) => {
      const from = address(request);
      rateLimits.takeRequest(from);
      const before = open.get(from) ?? 0;
      if (before >= limits.maxDownloadsPerAddress) {
        const rule = `at most ${limits.maxDownloadsPerAddress} downloads at once`;
        throw new ChatError('rate_limited', rule, { retryAfterMs });
      }
      open.set(from, before + 1);
      response.once('close', () => {
        const left = (open.get(from) ?? 1) - 1;
        if (left > 0) open.set(from, left);
        else open.delete(from);
      });
    },
    send: async (response, body) => {
      const { counted, stop } = watchPace(response, limits);
      await pipeline(body, counted, response).catch(() => response.destroy());
      stop();
    },
  };
};

/** Measures only the time in which the reader is behind: a slow store is not the reader's fault. */
const watchPace = (
  response: ServerResponse,
  { downloadIdleMs, minBytesPerSecond }: DownloadsDeps['limits'],
): { counted: Transform; stop(): void } => {
  let bytes = 0;
  let behindMs = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const tickMs = Math.min(1_000, downloadIdleMs / 5);
  const timer = setInterval(() => {
    if (response.writableNeedDrain || counted.readableEnded) behindMs += tickMs;
    if (behindMs < downloadIdleMs) return;
    if (bytes === 0 || bytes < (minBytesPerSecond * behindMs) / 1_000) response.destroy();
    bytes = 0;
    behindMs = 0;
  }, tickMs);
  timer.unref();
  return { counted, stop: () => clearInterval(timer) };
};
