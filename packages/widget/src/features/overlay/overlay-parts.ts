/** What an overlay shows, by the names in `show` of its address. */
export const overlayParts = ['spotlight', 'polls', 'reactions', 'chat'] as const;
export type OverlayPart = (typeof overlayParts)[number];

/** What it shows unless the address says more. */
export const defaultOverlayParts: readonly OverlayPart[] = ['spotlight', 'polls', 'reactions'];
