// A whole deployment on one machine: PostgreSQL, Redis, three nodes of the live events, and nginx in front of
// them.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPostgres, postgresUser } from '../../scripts/postgres.mjs';
import { startProgram, type Program } from '../../scripts/start-program.mjs';
import { findNginx, findRedis } from '../../scripts/system-programs.mjs';
import { nginxConfig } from './nginx.ts';

/** A part that can be killed or stopped, and started again in the same place. */
export interface Part {
  end(signal?: NodeJS.Signals): Promise<number | null>;
  start(): Promise<void>;
}

export interface Cluster {
  /** The address of nginx. */
  url: string;
  nodes: readonly (Part & { url: string })[];
  redis: Part;
  /** SIGINT stops it gracefully, SIGQUIT at once. */
  postgres: Part;
  close(): Promise<void>;
}

export interface ClusterOptions {
  /** Port of nginx; 0 for a free one. */
  port?: number;
  nodes?: number;
  /** Environment variables of every node. */
  env?: Record<string, string>;
  print?(text: string): void;
}

const liveEvents = fileURLToPath(new URL('../live-events', import.meta.url));

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const found = <T>(program: T | undefined, name: string): T => {
  if (program === undefined) throw new Error(`there is no ${name} on this machine`);
  return program;
};

const part = async (run: () => Promise<Program>): Promise<Part> => {
  let running = await run();
  return {
    end: (signal) => running.end(signal),
    start: async () => {
      if (!running.alive) running = await run();
    },
  };
};

const startPostgres = async (folder: string): Promise<Part> => {
  const programs = found(findPostgres(), 'PostgreSQL server');
  const data = join(folder, 'postgres');
  const who = postgresUser();
  mkdirSync(data);
  if (who.uid !== undefined) {
    chownSync(folder, who.uid, who.gid);
    chownSync(data, who.uid, who.gid);
  }
  const options = { ...who, cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } };
  const settings = ['-D', data, '-U', 'chat', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'];
  const made = spawnSync(join(programs, 'initdb'), settings, { ...options, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const server = ['listen_addresses=', `unix_socket_directories=${folder}`, 'max_connections=60'];
  const args = ['-D', data, ...server.flatMap((setting) => ['-c', setting])];
  return part(() =>
    startProgram(join(programs, 'postgres'), args, { ...options, ready: 'ready to accept connections' }),
  );
};

const startRedis = (folder: string, port: number): Promise<Part> => {
  const program = found(findRedis(), 'redis-server');
  // It stores nothing: the content of its messages is in the database.
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return part(() => startProgram(program, args, { cwd: folder, ready: 'Ready to accept connections' }));
};

/** Starts all parts, in the order of their dependencies. */
export const startCluster = async ({
  port = 0,
  nodes: count = 3,
  env = {},
  print,
}: ClusterOptions = {}): Promise<Cluster> => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-cluster-'));
  const running: Part[] = [];
  const keep = async <P extends Part>(starting: Promise<P>): Promise<P> => {
    const started = await starting;
    running.push(started);
    return started;
  };
  const close = async (): Promise<void> => {
    for (const each of running.toReversed()) await each.end('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [redisPort, frontPort] = [await freePort(), port || (await freePort())];
    const postgres = await keep(startPostgres(folder));
    const redis = await keep(startRedis(folder, redisPort));
    const files = join(folder, 'files');
    mkdirSync(files);
    const shared = {
      ...process.env,
      DATABASE_URL: `postgres:///postgres?host=${folder}&user=chat`,
      REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      FILES_FOLDER: files,
      BEHIND_PROXY: '1',
      ...env,
    };
    const startNode = async (): Promise<Cluster['nodes'][number] & { port: number }> => {
      const own = await freePort();
      const options = {
        cwd: liveEvents,
        env: { ...shared, PORT: String(own) },
        ready: 'http://localhost',
        ...(print && { print }),
      };
      const node = await keep(part(() => startProgram(process.execPath, ['server.ts'], options)));
      return { ...node, port: own, url: `http://127.0.0.1:${own}` };
    };
    const nodes = [];
    // One after the other: the first creates the tables.
    for (let index = 0; index < count; index += 1) nodes.push(await startNode());
    const config = join(folder, 'nginx.conf');
    writeFileSync(config, nginxConfig({ port: frontPort, nodes: nodes.map((each) => each.port), folder }));
    const program = found(findNginx(), 'nginx');
    await keep(part(() => startProgram(program, ['-p', folder, '-c', config], { ready: 'start worker' })));
    return { url: `http://127.0.0.1:${frontPort}`, nodes, redis, postgres, close };
  } catch (error) {
    await close();
    throw error;
  }
};
