import { findProgram } from './system-programs.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Chromium draws suggestions for its address bar in a renderer of its own, which costs a new window more than the
 * page in it.
 */
const addressBar = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];

/** Features that Playwright turns off. They stand here again because Chromium takes the last such argument alone. */
const playwrightsOwn = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** Arguments of every test browser: nothing reaches out to the network on its own, and no window costs too much. */
export const chromiumArgs = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...addressBar, ...playwrightsOwn].join(',')}`,
];

/** Path of the Chromium to test with: CHROMIUM_PATH, else the first one on the PATH, else undefined. */
export function findChromium() {
  return names.map((name) => findProgram(name, 'CHROMIUM_PATH')).find((path) => path !== undefined);
}
