import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres, postgresUser } from '../../../../scripts/postgres.mjs';
import { startProgram, type Program } from '../../../../scripts/start-program.mjs';

/** A PostgreSQL server for one test, in its own folder, reached through a socket in it. */
export interface PostgresServer {
  /** The connection for `postgresStorage`. */
  readonly connection: { host: string; user: string; database: string };
  /** Ends it like a crash, and restarts it. */
  restart(options?: StartOptions): Promise<void>;
  /** Ends it like a crash. */
  crash(): Promise<void>;
  start(options?: StartOptions): Promise<void>;
  close(): Promise<void>;
}

export interface StartOptions {
  /**
   * Maximum size of its files, like a full disk: the system refuses to write more. KB, and not a multiple of
   * 8.
   */
  mostPerFileKb?: number;
}

export const startPostgres = async (): Promise<PostgresServer> => {
  const programs = findPostgres();
  if (programs === undefined) throw new Error('no PostgreSQL server was found');
  const folder = mkdtempSync(join(tmpdir(), 'chat-postgres-'));
  const data = join(folder, 'data');
  const who = postgresUser();
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid);
  const environment = { ...who, cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } };
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'chat', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...environment, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  let server: Program | undefined;

  const start = async ({ mostPerFileKb }: StartOptions = {}): Promise<void> => {
    // Data that a process wrote survives the end of the process, synced or not.
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${folder}`,
      'fsync=off',
      'max_connections=60',
    ];
    const command = [
      join(programs, 'postgres'),
      '-D',
      data,
      ...settings.flatMap((setting) => ['-c', setting]),
    ];
    // In blocks of 512 bytes, the unit of POSIX shells.
    const limit = mostPerFileKb === undefined ? '' : `ulimit -f ${mostPerFileKb * 2};`;
    server = await startProgram('/bin/sh', ['-c', `${limit} exec "$@"`, 'sh', ...command], {
      ...environment,
      ready: 'ready to accept connections',
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => void (await server?.end(signal));
  await start();
  return {
    connection: { host: folder, user: 'chat', database: 'postgres' },
    start,
    // The server's immediate shutdown: nothing more is written, as after a power failure.
    crash: () => end('SIGQUIT'),
    restart: async (options) => {
      await end('SIGQUIT');
      await start(options);
    },
    close: async () => {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
