// Serves the built site on this machine.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const kinds: Record<string, string> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.md': 'text/markdown',
  '.txt': 'text/plain',
};

const fileOf = (folder: string, path: string): string | null => {
  const file = join(folder, normalize(decodeURIComponent(path)));
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) return fileOf(file, '/index.html');
  return found ? file : null;
};

/** Returns the address, and a function that stops it. Port 0: any. */
export const serve = async (folder: string, port: number): Promise<{ address: string; stop: () => void }> => {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = fileOf(folder, pathname);
    if (!file) {
      response.writeHead(404).end('not found');
      return;
    }
    const kind = kinds[extname(file)] ?? 'application/octet-stream';
    response.setHeader('content-type', kind.startsWith('image/p') ? kind : `${kind}; charset=utf-8`);
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://localhost:${(server.address() as AddressInfo).port}`, stop };
};
