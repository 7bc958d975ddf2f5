import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { ChatError } from '@chat/protocol';
import { answeredError, codeOf, isTransientStatus } from './s3-errors.ts';

/** Who asks. */
export interface S3Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Of credentials that are good for a while only. */
  sessionToken?: string;
}

export interface S3Request {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Of an object; none asks of the bucket. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** Answers the body as it comes, not as text. */
  streamed?: true;
  /** Not asked again when there was no answer: it may have been done. */
  once?: true;
}

export interface S3Answer {
  status: number;
  headers: Headers;
  text: string;
  /** With `streamed`, when there is something. */
  body: Readable | null;
}

export interface S3Access {
  /** Address of the bucket, without a slash at the end. */
  url: string;
  region: string;
  credentials: () => S3Credentials | Promise<S3Credentials>;
  timeoutMs: number;
  retries: number;
}

/**
 * Asks the service, again where it makes sense. Every answer that the caller can make something of is given back, refusals
 * included. Throws `overloaded` when it cannot be reached or is busy, `timeout` when it is silent.
 */
export type CallS3 = (request: S3Request) => Promise<S3Answer>;

const firstPauseMs = 200;

export const createS3Call = ({ url, region, credentials, timeoutMs, retries }: S3Access): CallS3 => {
  const signed = async ({ method, key, query = {}, headers = {}, body = '' }: S3Request) => {
    const { AwsV4Signer } = await import('aws4fetch');
    const signer = new AwsV4Signer({
      method,
      url: `${key === undefined ? url : `${url}/${key}`}?${new URLSearchParams(query).toString()}`,
      // Signed with its content, so that nobody on the way changes it, and the service finds out what came broken.
      headers: { ...headers, 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') },
      service: 's3',
      region,
      ...(await credentials()),
    });
    return signer.sign();
  };

  const ask = async (request: S3Request): Promise<S3Answer> => {
    const { url: target, headers } = await signed(request);
    const { method, body, streamed } = request;
    const patience = createPatience(timeoutMs);
    try {
      const response = await fetch(target, {
        method,
        headers,
        ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> | string }),
        signal: patience.signal,
        redirect: 'manual', // what was signed is for this host
      });
      const { ok, status } = response;
      if (streamed && ok && response.body)
        return {
          status,
          headers: response.headers,
          text: '',
          body: flowing(response.body, patience, timeoutMs),
        };
      const text = await response.text();
      patience.stop();
      // Long work is answered before it is done: an error may come after all.
      const code = ok ? codeOf(text) : undefined;
      const late = code && (code === 'InternalError' ? 500 : 400);
      return { status: late || status, headers: response.headers, text, body: null };
    } catch (error) {
      patience.stop();
      throw unanswered(error, timeoutMs);
    }
  };

  return async (request) => {
    for (let tried = 0; ; tried += 1) {
      const outcome = await ask(request).catch((error: Error) => error);
      const isAnswer = !(outcome instanceof Error);
      if (isAnswer && !isTransientStatus(outcome)) return outcome;
      if (tried >= retries || (request.once && !isAnswer))
        throw isAnswer ? answeredError(outcome, request.method) : outcome;
      await wait(firstPauseMs * 2 ** tried);
    }
  };
};

interface Patience {
  signal: AbortSignal;
  heard: () => void;
  stop: () => void;
  giveUp: () => void;
}

/** Ends a request that has been silent for too long. */
const createPatience = (ms: number): Patience => {
  const controller = new AbortController();
  const late = () => controller.abort(new DOMException('silent', 'TimeoutError'));
  let timer = setTimeout(late, ms);
  return {
    signal: controller.signal,
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(late, ms);
    },
    stop: () => clearTimeout(timer),
    giveUp: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
};

/** The bytes as they are wanted. A reader may take its time; the service may not. */
const flowing = (source: NonNullable<Response['body']>, patience: Patience, timeoutMs: number): Readable => {
  const reader = source.getReader();
  patience.stop();
  return new Readable({
    read() {
      patience.heard();
      reader.read().then(
        ({ done, value }) => {
          patience.stop();
          this.push(done ? null : value);
        },
        (error: unknown) => this.destroy(unanswered(error, timeoutMs)),
      );
    },
    destroy(error, done) {
      patience.giveUp();
      done(error);
    },
  });
};

const unanswered = (error: unknown, timeoutMs: number): Error => {
  const isSilent = error instanceof DOMException && error.name === 'TimeoutError';
  const told = isSilent
    ? new ChatError('timeout', `the store of files said nothing for ${timeoutMs} ms`)
    : new ChatError('overloaded', 'the store of files cannot be reached', { retryAfterMs: 5_000 });
  return Object.assign(told, { cause: error });
};
