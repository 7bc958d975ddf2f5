import type { Feature } from '../../core/feature.ts';

/** Rooms of two: all of it comes beside the rest, and nobody waits for it. */
export const direct: Feature = { name: 'direct' };
