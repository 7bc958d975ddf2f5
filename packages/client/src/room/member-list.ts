import type { Member } from '@chat/protocol';

/** The people of a room that this client knows of. Pure, as the log is. */
export interface MemberListState {
  members: ReadonlyMap<string, Member>;
  /** How many are present. */
  occupancy: number;
  /** Where the next page of `member:list` starts; undefined before the first. */
  cursor: string | undefined;
  /** The last page has been read. */
  complete: boolean;
  /** Of whom events spoke since the next page was asked for; null: none is asked for. */
  changedSince: ReadonlySet<string> | null;
}

export const emptyMemberList: MemberListState = {
  members: new Map(),
  occupancy: 0,
  cursor: undefined,
  complete: false,
  changedSince: null,
};

export const isPresent = (member: Member): boolean =>
  member.status !== undefined && member.status !== 'offline';
