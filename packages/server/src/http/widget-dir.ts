import { existsSync } from 'node:fs';

// Beside the built files, or seen from the sources.
const candidates = ['./widget/', '../../dist/widget/'].map((path) => new URL(path, import.meta.url));

/** Where the built widget files are, whether the server itself runs built or from its sources. They may not be there. */
export const widgetDir = (): URL =>
  candidates.find((url) => existsSync(url)) ?? new URL('./widget/', import.meta.url);
