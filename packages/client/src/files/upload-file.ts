import { ChatError, isTransient, type ErrorBody, type ErrorCode } from '@chat/protocol';
import { backoffMs } from '../connection/backoff.ts';
import type { UploadOptions } from '../features/files.ts';

/** The server to upload to, and the credentials. */
export interface UploadTarget {
  /** Returns the server's address. Throws `invalid` for a client in process. */
  base(): { origin: string; path: string };
  /** Resolves to the token; a fresh one after the last was rejected. */
  bearer(fresh: boolean): Promise<string | undefined>;
  /**
   * Resolves to the largest size of a file, bytes; 0 if the server accepts none. Waits for the connection.
   */
  maxBytes(): Promise<number>;
}

interface Upload {
  url: string;
  /** Default POST. */
  method?: 'POST' | 'PUT';
  file: Blob;
  options: UploadOptions;
  bearer: UploadTarget['bearer'];
}

export interface UploadTo {
  /** Below the API's path. */
  path: string;
  method?: 'POST' | 'PUT';
  file: Blob;
  options: UploadOptions;
  /** The limit `maxFileBytes` applies. */
  limited: boolean;
}

/**
 * Uploads a file to a path of the server's API. Rejects with `too_large`, and with `invalid` if the server
 * accepts no files.
 */
export const uploadTo = async <T>(
  uploads: UploadTarget,
  { path, limited, ...upload }: UploadTo,
): Promise<T> => {
  const base = uploads.base();
  const most = await uploads.maxBytes();
  if (most === 0) throw new ChatError('invalid', 'unable to upload; this server takes no files');
  if (limited && upload.file.size > most)
    throw new ChatError('too_large', `a file must be at most ${most} bytes`, { field: 'file' });
  return uploadFile<T>({ ...upload, url: `${base.origin}${base.path}/api${path}`, bearer: uploads.bearer });
};

interface Answer {
  status: number;
  text: string;
}

const mostTries = 4;
/** A full disk does not empty within the few seconds that retries take. */
const isRetried = (code: ErrorCode): boolean => isTransient(code) && code !== 'storage_full';

/**
 * Uploads the file as a form; retries transient errors. If a response is lost, the server deletes the unsent
 * file later.
 */
export const uploadFile = async <T>(upload: Upload): Promise<T> => {
  const { options, bearer } = upload;
  let renewed = false;
  for (let tries = 0; ; tries += 1) {
    const token = await bearer(renewed);
    try {
      return answered(await post(upload, token)) as T;
    } catch (failure) {
      options.signal?.throwIfAborted();
      if (!(failure instanceof ChatError)) throw failure;
      const { code, retryAfterMs } = failure;
      if ((code === 'expired' || code === 'unauthenticated') && !renewed) {
        renewed = true;
        continue;
      }
      if (!isRetried(code) || tries + 1 >= mostTries) throw failure;
      await wait(retryAfterMs ?? backoffMs(tries, Math.random), options.signal);
    }
  }
};

const formOf = ({ file, options }: Upload): FormData => {
  const { name, durationMs, waveform, callKind, poster } = options;
  const form = new FormData();
  if (durationMs !== undefined) form.append('durationMs', String(Math.round(durationMs)));
  if (waveform !== undefined) form.append('waveform', waveform.join(','));
  if (callKind !== undefined) form.append('callKind', callKind);
  if (poster !== undefined) form.append('poster', poster, 'poster');
  const own = 'name' in file && typeof file.name === 'string' ? file.name : 'file';
  form.append('file', file, name ?? own);
  return form;
};

const answered = ({ status, text }: Answer): unknown => {
  const value = parsed(text);
  if (status === 200 || status === 201) return value;
  const { error } = (value ?? {}) as { error?: ErrorBody };
  if (error !== undefined) throw ChatError.from(error);
  // The response of a proxy.
  if (status === 413) throw new ChatError('too_large', 'a proxy lets no body of this size through');
  throw new ChatError(status >= 500 ? 'overloaded' : 'internal', `the upload was answered ${status}`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const lost = (): ChatError => new ChatError('disconnected', 'the upload was broken off on its way');

/** Only XMLHttpRequest reports progress; outside browsers there is `fetch`. */
const post = (upload: Upload, token: string | undefined): Promise<Answer> =>
  typeof XMLHttpRequest === 'undefined' ? postByFetch(upload, token) : postByXhr(upload, token);

const postByFetch = (upload: Upload, token: string | undefined): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { url, method = 'POST', options } = upload;
    // Not passed to `fetch`: aborting a form ends the process in Node. If the file arrives nevertheless, the
    // server deletes it later.
    const abort = () => reject(lost());
    options.signal?.addEventListener('abort', abort);
    if (options.signal?.aborted) return abort();
    const headers: HeadersInit = token === undefined ? {} : { authorization: `Bearer ${token}` };
    fetch(url, { method, body: formOf(upload), headers })
      .then(async (response) => resolve({ status: response.status, text: await response.text() }))
      .catch(() => reject(lost()))
      .finally(() => options.signal?.removeEventListener('abort', abort));
  });

const postByXhr = (upload: Upload, token: string | undefined): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { url, method = 'POST', options } = upload;
    const { signal, onProgress } = options;
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(method, url);
    if (token !== undefined) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) onProgress?.(loaded / total);
    });
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener('error', () => reject(lost()));
    request.addEventListener('abort', () => reject(lost()));
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', abort));
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) return reject(lost());
    request.send(formOf(upload));
  });

const wait = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
