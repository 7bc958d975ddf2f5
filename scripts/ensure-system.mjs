// What the tests need from the system and npm cannot bring: a Chromium, and OpenStack Swift, whose S3 interface checks signatures.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { findChromium } from './chromium.mjs';
import { findSwift } from './swift.mjs';

const browserPackages = ['chromium', 'fonts-noto-color-emoji'];
const swiftPackages = ['python3-swift'];

/** Finds Chromium, or installs it where apt-get can. Throws with what to install when there is none. */
export function ensureSystem() {
  const found = findChromium();
  if (found) return found;
  if (!process.env.CHROMIUM_PATH && canInstall()) {
    install(browserPackages);
    const installed = findChromium();
    if (installed) return installed;
  }
  const named = process.env.CHROMIUM_PATH;
  throw new Error(
    (named ? `CHROMIUM_PATH names ${named}, which does not exist. ` : '') +
      'The browser tests need Chromium. Install it (Debian: apt-get install ' +
      `${browserPackages.join(' ')}), or set CHROMIUM_PATH to the executable of Chromium or Chrome.`,
  );
}

/** Finds Swift, or installs it where apt-get can. Throws with what to install when there is none. */
export function ensureSwift() {
  const found = findSwift();
  if (found) return found;
  if (!process.env.PYTHON && canInstall()) {
    install(swiftPackages);
    const installed = findSwift();
    if (installed) return installed;
  }
  throw new Error(
    'The tests of files in S3 need OpenStack Swift. Install it (Debian: apt-get install --no-install-recommends ' +
      `${swiftPackages.join(' ')}), or set PYTHON to a Python that has it.`,
  );
}

function canInstall() {
  if (process.getuid?.() !== 0) return false;
  return spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** @param {string[]} packages */
function install(packages) {
  console.log(`installing ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
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
    console.log(ensureSystem());
    console.log(ensureSwift());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
