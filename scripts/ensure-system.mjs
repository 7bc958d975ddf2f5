// The system programs that the tests need and npm cannot install.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { findChromium } from './chromium.mjs';
import { findPostgres } from './postgres.mjs';
import { findDjango, findSwift } from './pythons.mjs';
import {
  findCoturn,
  findFirefox,
  findJanus,
  findNginx,
  findPhp,
  findPrometheus,
  findRedis,
  findWebkit,
} from './system-programs.mjs';

/** The purpose of each, its path, and the package that installs it. */
export const systemParts = [
  {
    need: 'The browser tests need Chromium',
    packages: ['chromium', 'fonts-noto-color-emoji'],
    find: findChromium,
    variable: 'CHROMIUM_PATH',
    names: 'the executable of Chromium or Chrome',
  },
  {
    need: 'The tests of files in S3 need OpenStack Swift, which checks signatures',
    packages: ['python3-swift'],
    find: findSwift,
    variable: 'PYTHON',
    names: 'a Python that has it',
  },
  {
    need: 'The tests of the PostgreSQL storage need its server',
    packages: ['postgresql'],
    find: findPostgres,
    variable: 'POSTGRES_BIN',
    names: "the folder of PostgreSQL's initdb and postgres",
  },
  {
    need: 'The tests of calls through TURN need coturn',
    packages: ['coturn'],
    find: findCoturn,
    variable: 'TURNSERVER',
    names: "coturn's turnserver",
  },
  {
    need: 'The tests of calls for many need the Janus gateway',
    packages: ['janus'],
    find: findJanus,
    variable: 'JANUS',
    names: 'its program',
  },
  {
    need: 'The tests of several nodes need Redis',
    packages: ['redis-server'],
    find: findRedis,
    variable: 'REDIS_SERVER',
    names: 'its server',
  },
  {
    need: 'The tests of several nodes need nginx',
    packages: ['nginx-light'],
    find: findNginx,
    variable: 'NGINX',
    names: 'the program',
  },
  {
    need: 'The tests of metrics and alerts need Prometheus',
    packages: ['prometheus'],
    find: findPrometheus,
    variable: 'PROMETHEUS',
    names: 'its server',
  },
  {
    need: 'The tests in Firefox need it',
    packages: ['firefox-esr'],
    find: findFirefox,
    variable: 'FIREFOX_PATH',
    names: 'its executable',
  },
  {
    need: 'The tests in WebKit need its driver and Xvfb',
    packages: ['webkit2gtk-driver', 'xvfb'],
    find: findWebkit,
    variable: 'WEBKIT_DRIVER',
    names: 'WebKitWebDriver',
  },
  {
    need: 'The starter in PHP needs it',
    packages: ['php-cli'],
    find: findPhp,
    variable: 'PHP',
    names: 'its program',
  },
  {
    need: 'The starter in Django needs it, and PyJWT',
    packages: ['python3-django', 'python3-jwt'],
    find: findDjango,
    variable: 'PYTHON',
    names: 'a Python that has them',
  },
];

/**
 * Where a part is; installs it if it is missing and may be installed. Throws with what to install otherwise.
 *
 * @param {typeof systemParts[number]} part
 */
function ensurePart(part) {
  const { packages, find, variable } = part;
  if (!find() && process.env[variable] === undefined && canInstall()) install(packages);
  const found = find();
  if (found) return found;
  throw new Error(howToGet(part));
}

/** What a part is needed for, and how to get it. @param {typeof systemParts[number]} part */
export function howToGet({ need, packages, variable, names }) {
  const named = process.env[variable];
  return (
    (named ? `${variable} names ${named}, which is not it. ` : '') +
    `${need}. Install it (Debian: apt-get install --no-install-recommends ${packages.join(' ')}), or set ${variable} to ${names}.`
  );
}

/** Whether this process may install Debian packages. */
export function canInstall() {
  if (process.getuid?.() !== 0) return false;
  return spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Installs Debian packages. Throws if that fails. @param {string[]} packages */
export function install(packages) {
  console.log(`installing ${packages.join(' ')}`);
  // A run level at which Debian starts no service that was just installed.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status } = spawnSync('apt-get', ['-q', ...args], {
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    for (const part of systemParts) console.log(ensurePart(part));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
