import type { Feature } from './feature.ts';

/** The features of the widget, in the order in which they stand in each slot. */
export const features: Feature[] = [];

/**
 * Adds features, at the end or before one of them. Elements read the list when their class is defined, so those of
 * the first view register before.
 */
export const registerFeatures = (added: readonly Feature[], before?: Feature): void =>
  void features.splice(before ? features.indexOf(before) : features.length, 0, ...added);
