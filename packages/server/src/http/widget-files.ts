import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

type Encoding = 'br' | 'gzip' | 'identity';

interface WidgetFile {
  headers: OutgoingHttpHeaders;
  etag: string;
  bodies: Record<Encoding, Buffer>;
}

/** The widget's files, cached in memory on first use. */
export interface WidgetFiles {
  has(name: string): boolean;
  /** Sends the file, compressed as the client accepts, or 304. Rejects if it cannot be read. */
  send(name: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  map: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** Serves the `.js` and `.map` files and the licences (`.txt`) that are in `dir` now, and nothing else. A missing `dir` has none. */
export const createWidgetFiles = (dir: URL | string): WidgetFiles => {
  const folder = typeof dir === 'string' ? dir : fileURLToPath(dir);
  const names = new Set(list(folder));
  const loaded = new Map<string, Promise<WidgetFile>>();

  const load = (name: string): Promise<WidgetFile> => {
    const known = loaded.get(name) ?? loadFile(join(folder, name));
    loaded.set(name, known);
    known.catch(() => loaded.delete(name)); // may be there again next time
    return known;
  };

  return {
    has: (name) => names.has(name),
    send: async (name, request, response) => {
      const { headers, etag, bodies } = await load(name);
      if (response.headersSent || response.destroyed) return;
      const encoding = encodingFor(request.headers['accept-encoding'] ?? '');
      const tag = `"${etag}-${encoding}"`;
      response.appendHeader('vary', 'Accept-Encoding');
      const isKnown = (request.headers['if-none-match'] ?? '')
        .split(/\s*,\s*/)
        .some((each) => each.replace(/^W\//, '') === tag);
      if (isKnown) {
        response.writeHead(304, { ...headers, etag: tag }).end();
        return;
      }
      const body = bodies[encoding];
      const encoded = encoding === 'identity' ? {} : { 'content-encoding': encoding };
      response.writeHead(200, { ...headers, ...encoded, etag: tag, 'content-length': body.length }).end(body);
    },
  };
};

const list = (folder: string): string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /^[\w.-]+\.(js|map|txt)$/.test(entry.name))
      .map((entry) => entry.name);
  } catch {
    return [];
  }
};

/** The name contains a hash of the content, so it never changes. */
const isHashed = (path: string): boolean => /[\\/]chunk-[\w-]+-[\w-]{8}\.js(\.map)?$/.test(path);

const loadFile = async (path: string): Promise<WidgetFile> => {
  const identity = await readFile(path);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(identity),
    promisify(gzip)(identity, { level: 9 }),
  ]);
  return {
    bodies: { identity, br, gzip: gz },
    etag: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    headers: {
      'content-type': types[path.slice(path.lastIndexOf('.') + 1)],
      'cache-control': isHashed(path)
        ? 'public, max-age=31536000, immutable'
        : 'public, max-age=300, must-revalidate',
      // Script tags on any page may load it, modules and those with `crossorigin` included.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      // It lies below the chat's path and serves the whole origin.
      ...(path.endsWith('push-worker.js') ? { 'service-worker-allowed': '/' } : {}),
    },
  };
};

const encodingFor = (accepted: string): Encoding => {
  const weights = new Map(
    accepted
      .toLowerCase()
      .split(',')
      .map((part) => {
        const [name = '', weight] = part.split(';').map((piece) => piece.trim());
        return [name, Number(weight?.replace(/^q=/, '') ?? 1)];
      }),
  );
  const accepts = (name: string) => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  return (['br', 'gzip'] as const).find(accepts) ?? 'identity';
};
