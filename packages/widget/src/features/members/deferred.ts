import type { Feature } from '../../core/feature.ts';
import { badgesVersion, watchBadges } from '../../core/author-badge.ts';

/** Redraws messages when the badge of an author changes. */
export const membersDeferred = {
  watch: ({ room, host }, changed) => (host.localName === 'chat-messages' ? watchBadges(room, changed) : []),
  inputs: ({ room }) => [badgesVersion(room)],
} satisfies Partial<Feature>;
