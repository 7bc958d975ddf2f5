import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { ChatError } from '@chat/protocol';
import { answeredError, codeOf, isTransientStatus } from './s3-errors.ts';

/** The credentials of requests. */
export interface S3Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** For temporary credentials only. */
  sessionToken?: string;
}

export interface S3Request {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Key of the object; without one the request is about the bucket. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** Returns the body as a stream, not as text. */
  streamed?: true;
  /** Not retried without a response: it may have been done. */
  once?: true;
}

export interface S3Answer {
  status: number;
  headers: Headers;
  text: string;
  /** With `streamed`, if there is a body. */
  body: Readable | null;
}

export interface S3Access {
  /** URL of the bucket, without a trailing slash. */
  url: string;
  region: string;
  credentials: () => S3Credentials | Promise<S3Credentials>;
  timeoutMs: number;
  retries: number;
}

/**
 * Sends a request to the service, with retries where they make sense. Returns every response that the caller
 * can handle, errors included. Throws `overloaded` if the service is busy or unreachable, `timeout` if it is
 * silent.
 */
export type CallS3 = (request: S3Request) => Promise<S3Answer>;

const firstPauseMs = 200;

export const createS3Call = ({ url, region, credentials, timeoutMs, retries }: S3Access): CallS3 => {
  const signed = async ({ method, key, query = {}, headers = {}, body = '' }: S3Request) => {
    const { AwsV4Signer } = await import('aws4fetch');
    const signer = new AwsV4Signer({
      method,
      url: `${key === undefined ? url : `${url}/${key}`}?${new URLSearchParams(query).toString()}`,
      // The signature includes the content, so that changes and corruption on the way are detected.
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
        redirect: 'manual', // the signature is for this host
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
      // Long operations respond before they are done, so an error may follow.
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

/** Aborts a request that has been silent for too long. */
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

/** Streams bytes on demand. The reader may take its time; the service may not. */
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
  const failure = isSilent
    ? new ChatError('timeout', `the file store sent nothing for ${timeoutMs} ms`)
    : new ChatError('overloaded', 'the file store cannot be reached', { retryAfterMs: 5_000 });
  return Object.assign(failure, { cause: error });
};
