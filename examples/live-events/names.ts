/** What people are called, for those who are told only that somebody left. Remembers the latest of them. */
export const createNames = (most = 20_000) => {
  const names = new Map<string, string>();
  return {
    put: (users: readonly { id: string; name: string }[]): void => {
      for (const { id, name } of users) {
        names.delete(id);
        names.set(id, name);
      }
      for (const id of names.keys()) {
        if (names.size <= most) return;
        names.delete(id);
      }
    },
    of: (userId: string): string => names.get(userId) ?? userId,
  };
};
