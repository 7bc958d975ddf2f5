// What the tests need from the system and npm cannot bring: a Chromium.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { findChromium } from './chromium.mjs';

const packages = ['chromium', 'fonts-noto-color-emoji'];

/** Finds Chromium, or installs it where apt-get can. Throws with what to install when there is none. */
export function ensureSystem() {
  const found = findChromium() ?? (canInstall() ? install() : undefined);
  if (found) return found;
  const named = process.env.CHROMIUM_PATH;
  throw new Error(
    (named ? `CHROMIUM_PATH names ${named}, which does not exist. ` : '') +
      'The browser tests need Chromium. Install it (Debian: apt-get install ' +
      `${packages.join(' ')}), or set CHROMIUM_PATH to the executable of Chromium or Chrome.`,
  );
}

function canInstall() {
  if (process.env.CHROMIUM_PATH || process.getuid?.() !== 0) return false;
  return spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

function install() {
  console.log(`installing ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status } = spawnSync('apt-get', ['-q', ...args], {
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed`);
  }
  return findChromium();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(ensureSystem());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
