import { existsSync } from 'node:fs';

// Next to the built files, or relative to the sources.
const candidates = ['./widget/', '../../dist/widget/'].map((path) => new URL(path, import.meta.url));

/**
 * Returns the folder of the built widget files, whether the server runs built or from its sources. It may not
 * exist.
 */
export const widgetDir = (): URL =>
  candidates.find((url) => existsSync(url)) ?? new URL('./widget/', import.meta.url);
