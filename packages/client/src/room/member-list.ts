import type { Member } from '@chat/protocol';

/** The known members of a room. Immutable. */
export interface MemberListState {
  members: ReadonlyMap<string, Member>;
  /** How many users are present. */
  occupancy: number;
  /** Where the next page of `member:list` starts; undefined before the first. */
  cursor: string | undefined;
  /** The last page has been read. */
  complete: boolean;
  /** Ids of users that events changed since the next page was requested; null: none is requested. */
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
