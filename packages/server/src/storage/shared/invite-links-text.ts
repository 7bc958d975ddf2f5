import type { Head, StoredInviteLink } from '../contract/records.ts';

/** Returns the invite links of a room as JSON text, or null if there are none. */
export const inviteLinksText = ({ inviteLinks }: Head): string | null =>
  inviteLinks === undefined ? null : JSON.stringify(inviteLinks);

export const parseInviteLinks = (text: string | null | undefined): Pick<Head, 'inviteLinks'> =>
  text == null ? {} : { inviteLinks: JSON.parse(text) as StoredInviteLink[] };
