import type { Feature } from './feature.ts';

/** The features of the widget, in the order in which they stand in each slot. */
export const features: Feature[] = [];

/** Adds features. Elements read the list when their class is defined, so those of the first view register before. */
export const registerFeatures = (added: readonly Feature[]): void => void features.push(...added);
