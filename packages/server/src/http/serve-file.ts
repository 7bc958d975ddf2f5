import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { RoomFile } from '@chat/protocol';
import { noFile } from '../files/signed-urls.ts';
import { keyOf, thumbnailKeyOf, type ByteRange } from '../files/file-store.ts';
import type { Files } from '../files/files.ts';
import type { FileRecordStore } from '../storage/contract/storage.ts';
import { fileNamed } from './content-disposition.ts';
import type { Downloads } from './downloads.ts';
import { applyCors, sendOptions } from './cors-headers.ts';
import type { Cors } from '../auth/allowed-origin.ts';
import { sendNotAllowed } from './rest-api.ts';

interface ServeDeps {
  files: Pick<Files, 'urls' | 'store' | 'lifecycle'>;
  records: FileRecordStore;
  downloads: Downloads;
  cors?: Cors | undefined;
  now: () => number;
}

/** Serves one request for `<path>/files/:fileId`. Rejects with the error to respond with. */
export type ServeFile = (
  request: IncomingMessage,
  response: ServerResponse,
  fileId: string,
  query: string,
) => Promise<void>;

/**
 * Serves the bytes of a file to everyone with a valid URL. Users' content never runs here: the type is one of
 * a few that are only displayed, or plain text, or none; browsers must not sniff it; a file opened by itself
 * is in a sandbox.
 */
export const createServeFile =
  ({ files, records, downloads, cors, now }: ServeDeps): ServeFile =>
  async (request, response, fileId, query) => {
    applyCors(request, response, cors);
    if (request.method === 'OPTIONS') return sendOptions(response, ['GET', 'HEAD', 'OPTIONS']);
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendNotAllowed(response, ['GET']);
    downloads.admit(request, response);
    const { variant, expiresAt } = await files.urls.read(fileId, new URLSearchParams(query));
    const record = await records.get(fileId);
    const isThumbnail = variant === 'thumbnail';
    if (!record || (isThumbnail && !record.file.thumbnail) || !(await files.lifecycle.isServed(record)))
      throw noFile();
    const { file } = record;
    const headers: OutgoingHttpHeaders = {
      'content-type': isThumbnail ? 'image/webp' : safeType(file),
      'content-disposition': disposition(file, variant === 'download'),
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': cors ? 'cross-origin' : 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': `private, max-age=${Math.max(0, Math.floor((expiresAt - now()) / 1000))}`,
    };
    // The size of a thumbnail is not on record, so it is streamed without a length.
    const range = isThumbnail ? null : rangeOf(request.headers.range, file.size);
    if (range === 'unsatisfiable') {
      response.writeHead(416, { ...headers, 'content-range': `bytes */${file.size}` }).end();
      return;
    }
    if (!isThumbnail) {
      headers['accept-ranges'] = 'bytes';
      headers['content-length'] = range ? range.end - range.start + 1 : file.size;
    }
    if (range) headers['content-range'] = `bytes ${range.start}-${range.end}/${file.size}`;
    const body = await files.store.get(
      isThumbnail ? thumbnailKeyOf(fileId) : keyOf(fileId),
      range ?? undefined,
    );
    if (!body) throw noFile();
    if (request.method === 'HEAD' || response.destroyed) {
      body.destroy();
      response.writeHead(range ? 206 : 200, headers).end();
      return;
    }
    response.writeHead(range ? 206 : 200, headers);
    await downloads.send(response, body);
  };

const safeType = ({ kind, type }: RoomFile): string => {
  if (kind !== 'document') return type;
  return type === 'text/plain' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
};

const disposition = ({ kind, name }: RoomFile, isDownload: boolean): string => {
  const how = isDownload || kind === 'document' ? 'attachment' : 'inline';
  return `${how}; ${fileNamed(name)}`;
};

/** Supports one range; for several, or an invalid one, the whole file is sent, as HTTP allows. */
const rangeOf = (header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null => {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || (first === '' && Number(last) === 0)) return 'unsatisfiable';
  return start > end ? null : { start, end };
};
