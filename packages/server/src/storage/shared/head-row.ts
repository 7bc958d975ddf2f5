import type { Room } from '@chat/protocol';
import type { Head } from '../contract/records.ts';
import { parseInviteLinks } from './invite-links-text.ts';

/** A room as databases store it: its settings and invite links are JSON. */
export interface HeadRow {
  seq: number;
  rev: number;
  roomRev: number;
  room: string;
  inviteLinks?: string | null;
}

export const toHead = ({ seq, rev, roomRev, room, inviteLinks }: HeadRow, epoch: string): Head => ({
  room: JSON.parse(room) as Room,
  seq,
  rev,
  roomRev,
  epoch,
  ...parseInviteLinks(inviteLinks),
});
