import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const installed = '/usr/lib/postgresql';

/** Folder of the programs of a PostgreSQL server: POSTGRES_BIN, else one on the PATH, else the newest that Debian has installed. */
export function findPostgres() {
  const named = process.env.POSTGRES_BIN;
  if (named) return hasServer(named) ? named : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const versions = existsSync(installed) ? readdirSync(installed) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a)).map((each) => join(installed, each, 'bin'));
  return [...newest, ...folders].find(hasServer);
}

/** @param {string} folder */
function hasServer(folder) {
  return ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)));
}

/** Whom a server has to be started as: it refuses to be started by root. */
export function postgresUser() {
  if (process.getuid?.() !== 0) return {};
  /** @param {string} flag */
  const idOf = (flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: idOf('-u'), gid: idOf('-g') };
}
