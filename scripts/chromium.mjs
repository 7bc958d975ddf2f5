import { findProgram } from './system-programs.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** What every test browser is started with: nothing that reaches out to the network on its own. */
export const chromiumArgs = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of the Chromium to test with: CHROMIUM_PATH, else the first one on the PATH, else undefined. */
export function findChromium() {
  return names.map((name) => findProgram(name, 'CHROMIUM_PATH')).find((path) => path !== undefined);
}
