import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyConfig, type BusboyInstance } from '@fastify/busboy';
import { ChatError } from '@chat/protocol';
import { toStorageFull } from './disk-files.ts';

/** A received file, in a temporary folder. */
export interface ReceivedFile {
  path: string;
  size: number;
  /** The file name that the client sent. */
  name: string;
  /** The type that the client sent. */
  type: string;
  /** The other fields of the form. */
  fields: Map<string, string>;
  /** The image in the field `poster`. */
  poster?: Buffer;
  /** The type that the client sent with it. */
  posterType?: string;
}

interface ReceiveLimits {
  /** Where to write it. */
  folder: string;
  maxBytes: number;
  /** Largest image in the field `poster`; absent: the form may have none. */
  maxPosterBytes?: number;
  /** Longest time without data, ms. */
  idleMs: number;
  /** Slowest pace, checked once in that time. */
  minBytesPerSecond: number;
}

/**
 * Streams the one file of a multipart form to the disk, in constant memory. Throws `invalid`, `too_large`,
 * `timeout`, `disconnected`, `storage_full`; nothing is left then.
 */
export const receiveFile = async (request: IncomingMessage, limits: ReceiveLimits): Promise<ReceivedFile> => {
  const path = join(limits.folder, randomUUID());
  try {
    return await receive(request, path, limits);
  } catch (error) {
    await rm(path, { force: true });
    throw toStorageFull(error);
  }
};

const receive = (
  request: IncomingMessage,
  path: string,
  { maxBytes, maxPosterBytes = 0, idleMs, minBytesPerSecond }: ReceiveLimits,
): Promise<ReceivedFile> =>
  new Promise((resolve, reject) => {
    const parser = parserFor(request, maxBytes, maxPosterBytes > 0 ? 2 : 1);
    const fields = new Map<string, string>();
    let file: Promise<Omit<ReceivedFile, 'fields'>> | null = null;
    let poster: Promise<Pick<ReceivedFile, 'poster' | 'posterType'>> | null = null;
    let stream: Readable | null = null;
    let settled = false;

    const settle = (failure: unknown): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      clearInterval(pace);
      request.off('data', lastDataAt).off('close', gone).unpipe(parser);
      if (failure === null) return;
      stream?.destroy(failure instanceof Error ? failure : undefined);
      // Once nothing writes there any more, or the removed file would come back.
      const reason = failure as Error;
      if (file === null) reject(reason);
      else
        file.then(
          () => reject(reason),
          () => reject(reason),
        );
    };
    let bytes = 0;
    const lastDataAt = (chunk: Buffer): void => {
      bytes += chunk.length;
      timer.refresh();
    };
    const gone = (): void => {
      if (!request.complete) settle(new ChatError('disconnected', 'the client went away'));
    };
    const timer = setTimeout(
      () => settle(new ChatError('timeout', `nothing of the file came for ${idleMs} ms`)),
      Math.min(idleMs, 2 ** 31 - 1),
    );

    const pace = setInterval(
      () => {
        if (bytes < (minBytesPerSecond * idleMs) / 1_000)
          settle(new ChatError('timeout', `the file came at less than ${minBytesPerSecond} bytes a second`));
        bytes = 0;
      },
      Math.min(idleMs, 2 ** 31 - 1),
    );

    parser.on('file', (field, incoming, name: string | undefined, _encoding, type) => {
      stream = incoming;
      // Without a listener, ending it here would be an uncaught error.
      incoming.on('error', () => undefined);
      if (field === 'poster' && maxPosterBytes > 0 && poster === null) {
        poster = gather(incoming, maxPosterBytes).then((bytes) => ({ poster: bytes, posterType: type }));
        poster.catch(settle);
        return;
      }
      if (field !== 'file' || file !== null) {
        incoming.resume();
        return settle(invalid('the file must be in the field named file'));
      }
      incoming.once('limit', () =>
        settle(new ChatError('too_large', `a file must be at most ${maxBytes} bytes`, { field: 'file' })),
      );
      file = save(incoming, path).then((size) => ({ path, size, name: name ?? '', type }));
      file.catch(settle);
    });
    parser.on('field', (name, value, isNameCut, isValueCut) => {
      if (isNameCut || isValueCut) settle(invalid('a field of the form is too long'));
      else fields.set(name, value);
    });
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
      parser.on(limit, () => settle(invalid('the form must hold one file, and few fields before it')));
    parser.on('error', () => settle(malformed()));
    parser.on('finish', () => {
      if (file === null) return settle(invalid('the form must hold a file in the field named file'));
      Promise.all([file, poster]).then(([saved, image]) => {
        if (settled) return;
        settle(null);
        resolve({ ...saved, fields, ...image });
      }, settle);
    });
    request.on('data', lastDataAt).on('close', gone);
    request.pipe(parser);
  });

const save = async (incoming: Readable, path: string): Promise<number> => {
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  try {
    await pipeline(incoming, target);
  } catch (error) {
    // Disk errors have a code; an early end of the form has none.
    throw error instanceof ChatError || (error instanceof Error && 'code' in error) ? error : malformed();
  }
  return target.bytesWritten;
};

/** Reads a small file into memory. */
const gather = async (incoming: Readable, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes)
      throw new ChatError('too_large', `a poster must be at most ${maxBytes} bytes`, { field: 'poster' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const parserFor = (request: IncomingMessage, fileSize: number, files: number): BusboyInstance => {
  try {
    if (!/^multipart\/form-data\s*;/i.test(request.headers['content-type'] ?? '')) throw new Error('type');
    return new Busboy({
      headers: request.headers as BusboyConfig['headers'],
      defCharset: 'utf8',
      limits: {
        files,
        fileSize,
        fields: 4,
        parts: 7,
        fieldNameSize: 32,
        fieldSize: 512,
        headerPairs: 16,
        headerSize: 4_096,
      },
    });
  } catch {
    throw invalid('the body must be multipart/form-data with a file in the field named file');
  }
};

const invalid = (message: string): ChatError => new ChatError('invalid', message, { field: 'file' });
const malformed = (): ChatError => invalid('the body is no proper multipart form');
