// Apart from the schemas of group calls: code that only reads messages does not bundle them.
import type { GroupCall, GroupCallLine } from './group-calls.ts';

/** Returns the group call of a message; null for any other message. */
export const groupCallOf = (message: {
  id: string;
  roomId: string;
  rev: number;
  author: { id: string; name: string };
  createdAt: number;
  deletedAt?: number;
  groupCall?: GroupCallLine;
}): GroupCall | null => {
  const { id: messageOf, roomId, rev, author, createdAt, groupCall, deletedAt } = message;
  if (!groupCall || deletedAt !== undefined) return null;
  const startedBy = { id: author.id, name: author.name };
  return { ...groupCall, id: messageOf, roomId, rev, startedBy, startedAt: createdAt };
};
