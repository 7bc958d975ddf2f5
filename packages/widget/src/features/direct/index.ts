import type { Feature } from '../../core/feature.ts';

/** Direct rooms. All of it is deferred. */
export const direct: Feature = { name: 'direct' };
