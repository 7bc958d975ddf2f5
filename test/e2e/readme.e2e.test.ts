// The quick starts of the README, run as written.
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { blocksOf } from '../doc-blocks.ts';
import { root } from '../source-files.ts';
import { useBrowser } from './browser.ts';
import { hears, isReady } from './portal.ts';

const { visit } = useBrowser();

/** Starts a file; resolves with what finds `until` in its output. */
const run = (cwd: string, file: string, until: string, env: Record<string, string> = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { cwd, env: { ...process.env, ...env } });
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes(until)) resolve(output);
      });
    }
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}: ${output}`)));
  });

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

test(
  'the server, the page and the client of the README talk to each other',
  { timeout: 60_000 },
  async () => {
    const [server, client] = blocksOf('README.md', 'js');
    const [page] = blocksOf('README.md', 'html');
    // Below the repository, so that the packages are found; a user would have installed them.
    const results = join(root, 'test-results');
    mkdirSync(results, { recursive: true });
    const folder = mkdtempSync(join(results, 'readme-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const port = String(await freePort());
    const adapt = (code = '') => code.replaceAll('3000', port);
    writeFileSync(
      join(folder, 'server.mjs'),
      `${adapt(server)}httpServer.on('listening', () => console.log('ready'));\n`,
    );
    writeFileSync(join(folder, 'client.mjs'), adapt(client));
    writeFileSync(join(folder, 'index.html'), page ?? '');

    await run(folder, 'server.mjs', 'ready');
    const ana = await visit();
    await ana.page.goto(`http://localhost:${port}/`);
    await isReady(ana.page);
    await run(folder, 'client.mjs', 'Luis: hola');
    await hears(ana.page, 'hola');
    expect(ana.complaints).toEqual([]);
  },
);
