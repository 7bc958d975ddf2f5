const browsers: readonly [pattern: RegExp, name: string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly [pattern: RegExp, name: string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
  [/^Node\b/, 'Node.js'],
];

const nameIn = (agent: string, names: readonly [RegExp, string][]): string[] =>
  names
    .filter(([pattern]) => pattern.test(agent))
    .map(([, name]) => name)
    .slice(0, 1);

/** Returns a name for this device by which its user tells it from their others, such as "Firefox, Windows". May be empty. */
export const deviceName = (
  agent: string = (globalThis.navigator as Navigator | undefined)?.userAgent ?? '',
): string => [...nameIn(agent, browsers), ...nameIn(agent, systems)].join(', ');
