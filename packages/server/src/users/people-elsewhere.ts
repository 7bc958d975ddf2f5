import type { User } from '@chat/protocol';
import type { SaidPerson } from '../presence/presence-records.ts';

/** Who is connected to other nodes, as they say. */
export interface PeopleElsewhere {
  /** Answers what was said of them by that node before. */
  put(nodeId: string, userId: string, said: SaidPerson | null): SaidPerson | undefined;
  /** What each node says of a user. */
  of(userId: string): readonly SaidPerson[];
  users(): Iterable<User>;
}

const nobody: readonly SaidPerson[] = [];

export const createPeopleElsewhere = (): PeopleElsewhere => {
  const byUser = new Map<string, Map<string, SaidPerson>>();
  return {
    put: (nodeId, userId, said) => {
      const nodes = byUser.get(userId) ?? new Map<string, SaidPerson>();
      const before = nodes.get(nodeId);
      if (said) nodes.set(nodeId, said);
      else nodes.delete(nodeId);
      if (nodes.size > 0) byUser.set(userId, nodes);
      else byUser.delete(userId);
      return before;
    },
    of: (userId) => {
      const nodes = byUser.get(userId);
      return nodes ? [...nodes.values()] : nobody;
    },
    users: function* () {
      for (const nodes of byUser.values()) for (const { user } of nodes.values()) yield user;
    },
  };
};
