// The documented PM2, container and nginx files against the programs: each is loaded, started, or read by the
// real nginx.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startProgram } from '../../scripts/start-program.mjs';
import { findNginx } from '../../scripts/system-programs.mjs';
import { blocksOf } from '../doc-blocks.ts';
import { root } from '../source-files.ts';

const cluster = join(root, 'examples/cluster');

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'chat-deployment-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

interface App {
  name: string;
  script: string;
  interpreter: string;
  cwd: string;
  kill_timeout: number;
  env: Record<string, string>;
}

test('the PM2 file starts separate nodes that end cleanly on the signal of PM2', async () => {
  const { apps } = createRequire(import.meta.url)(join(cluster, 'ecosystem.config.cjs')) as { apps: App[] };
  for (const different of [(app: App) => app.name, (app: App) => app.env['PORT']])
    expect(new Set(apps.map(different)).size).toBe(apps.length);
  for (const { cwd, script, interpreter, kill_timeout: patience } of apps) {
    expect(existsSync(resolve(cwd, script))).toBe(true);
    expect(interpreter).toBe('node');
    // Longer than close() ever takes.
    expect(patience).toBeGreaterThan(15_000);
  }
  const [first] = apps as [App];
  const env = { ...process.env, ...first.env, PORT: '0', DATA_FILE: join(folder(), 'chat.sqlite') };
  const node = await startProgram(process.execPath, [first.script], {
    cwd: first.cwd,
    env,
    ready: /localhost:\d+/,
  });
  onTestFinished(async () => void (await node.end('SIGKILL')));
  const [address] = /localhost:\d+/.exec(node.said()) ?? [];
  expect((await fetch(`http://${address}/chat/health`)).status).toBe(200);
  expect(await node.end('SIGINT')).toBe(0);
});

/** Fails with what nginx says of it. */
const readByNginx = (config: string): void => {
  const place = folder();
  const file = join(place, 'nginx.conf');
  writeFileSync(file, config);
  const { status, stderr } = spawnSync(findNginx() ?? 'nginx', ['-t', '-p', place, '-c', file], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
};

test('nginx accepts the documented configuration', () => {
  const [block = ''] = blocksOf('docs/operations.md', 'nginx');
  const [, map = ''] = /# (map .*)$/m.exec(block) ?? [];
  expect(map).toContain('$connection_upgrade');
  readByNginx(`error_log stderr; pid nginx.pid; events {}
    http { access_log off; ${map} server { listen 127.0.0.1:1; location / { ${block} } } }`);
});

/** Runs the command of the page that writes a configuration, and has nginx read that. */
const written = async (ofNodes: string): Promise<string> => {
  const [command = ''] = blocksOf('examples/cluster/README.md', 'sh')
    .flatMap((code) => code.split('\n'))
    .filter((line) => line.includes('nginxConfig') && line.includes(ofNodes));
  const PATH = `${dirname(process.execPath)}:${process.env['PATH']}`;
  const line = command.replace(/ > nginx\.conf$/, '').replace('/tmp', folder());
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { cwd: cluster, env: { PATH } });
  readByNginx(stdout);
  return stdout;
};

test('nginx accepts the generated configuration for PM2, with its nodes', async () => {
  const config = await written('4001');
  for (const part of ['listen 0.0.0.0:80', '127.0.0.1:4001', '127.0.0.1:4002', '127.0.0.1:4003'])
    expect(config).toContain(part);
});

const read = (name: string): string => readFileSync(join(cluster, name), 'utf8');
const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

test('nginx accepts the generated configuration for containers, with their nodes', async () => {
  const addresses = all(read('compose.yaml'), /ipv4_address: ([\d.]+)/g);
  expect(addresses).toHaveLength(3);
  const config = await written('10.77');
  expect(all(config, /server ([\d.]+):3504 /g)).toEqual([...addresses, ...addresses]);
  expect(config).toContain('listen 0.0.0.0:80;');
});

test('a container gets only variables that a node reads, and time to shut down', () => {
  const compose = read('compose.yaml');
  const [node = ''] = compose.split('services:');
  const given = all(node, /^ {4}([A-Z_]+): /gm);
  const known = all(readFileSync(join(root, 'examples/live-events/.env.example'), 'utf8'), /^([A-Z_]+)=/gm);
  expect(given).toEqual(expect.arrayContaining(['DATABASE_URL', 'REDIS_URL', 'BEHIND_PROXY']));
  expect(given.filter((name) => !known.includes(name))).toEqual([]);
  expect(Number(/stop_grace_period: (\d+)s/.exec(node)?.[1])).toBeGreaterThan(15);
  // The folder that all nodes see is the one that they write to.
  expect(node).toContain('files:/files');
  expect(read('Dockerfile')).toMatch(/ENV PORT=3504 FILES_FOLDER=\/files$/m);
});

test('the health check of a container succeeds only while the node runs', async () => {
  const file = read('Dockerfile').replaceAll('\\\n', '');
  const [, command = ''] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(file) ?? [];
  const [, run = ''] = /^CMD (\[.*\])$/m.exec(file) ?? [];
  const [program, ...args] = JSON.parse(run) as string[];
  expect(program).toBe('node');
  const node = await startProgram(process.execPath, args, {
    cwd: join(root, 'examples/live-events'),
    env: { ...process.env, PORT: '0', DATA_FILE: join(folder(), 'chat.sqlite') },
    ready: /localhost:\d+/,
  });
  onTestFinished(async () => void (await node.end('SIGKILL')));
  const [, port = ''] = /localhost:(\d+)/.exec(node.said()) ?? [];
  const [, ...asked] = (JSON.parse(command) as string[]).map((part) => part.replace('3504', port));
  const health = () => spawnSync(process.execPath, asked).status;
  expect(health()).toBe(0);
  expect(await node.end('SIGTERM')).toBe(0);
  expect(health()).toBe(1);
});
