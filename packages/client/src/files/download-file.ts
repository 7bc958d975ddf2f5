import { ChatError } from '@chat/protocol';

interface DownloadOptions {
  /** Called with the share that has arrived, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Fetches a file. Rejects with a `ChatError`, or with the reason of the signal. */
export const fetchFile = async (url: string, signal?: AbortSignal): Promise<Response> => {
  const response = await fetch(url, signal ? { signal } : {}).catch(() => null);
  signal?.throwIfAborted();
  if (response?.ok) return response;
  const { status = 0 } = response ?? {};
  if (status === 404) throw new ChatError('not_found', 'no such file');
  throw new ChatError(status === 429 ? 'rate_limited' : 'disconnected', 'the file could not be loaded');
};

/** Calls `onBytes` with what has arrived so far, as the body is read. */
export const countBytes = (
  { body }: Response,
  onBytes: (bytes: number) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let bytes = 0;
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      onBytes((bytes += chunk.length));
      controller.enqueue(chunk);
    },
  });
  return (body ?? new Blob().stream()).pipeThrough(count);
};

/** Downloads a file whose bytes are as they are displayed. */
export const downloadFile = async (url: string, { onProgress, signal }: DownloadOptions): Promise<Blob> => {
  const response = await fetchFile(url, signal);
  const size = Number(response.headers.get('content-length') ?? 0);
  const body = countBytes(response, (bytes) => onProgress?.(size > 0 ? Math.min(1, bytes / size) : 0));
  const type = response.headers.get('content-type') ?? '';
  return new Response(body, { headers: { 'content-type': type } }).blob().catch(() => {
    signal?.throwIfAborted();
    throw new ChatError('disconnected', 'the download was broken off on its way');
  });
};
