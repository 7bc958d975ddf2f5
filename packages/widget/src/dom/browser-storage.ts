/**
 * Small values in the browser's storage. If it is full, forbidden or absent, nothing is stored and nothing
 * fails.
 */
const keep = (storage: () => Storage) => ({
  get(key: string): string | null {
    try {
      return storage().getItem(`chat:${key}`);
    } catch {
      return null;
    }
  },
  /** An empty value removes the entry. */
  set(key: string, value: string): void {
    try {
      if (value) storage().setItem(`chat:${key}`, value);
      else storage().removeItem(`chat:${key}`);
    } catch {
      // Private windows and sandboxed frames throw here.
    }
  },
});

/** Stored for later visits. */
export const onDevice = keep(() => localStorage);
/** Stored for this tab, across reloads. */
export const inTab = keep(() => sessionStorage);
