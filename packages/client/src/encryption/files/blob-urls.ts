/** Addresses of decrypted files, for images and players. */
export interface BlobUrls {
  /** Resolves to an address of what `load` returns; the same one while it is valid. */
  get(key: string, load: () => Promise<Blob>): Promise<string>;
  revoke(key: string): void;
  close(): void;
}

interface Entry {
  url: Promise<string>;
  /** The address, and how many bytes it keeps, once they are loaded. */
  made?: { url: string; bytes: number };
}

/** Addresses beyond these are revoked, those that were asked for first. The browser keeps the bytes of each. */
const mostUrls = 200;
const mostBytes = 268_435_456;

export const createBlobUrls = (): BlobUrls => {
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const revoke = (key: string): void => {
    const entry = entries.get(key);
    entries.delete(key);
    if (!entry?.made) return;
    bytes -= entry.made.bytes;
    URL.revokeObjectURL(entry.made.url);
  };
  const trim = (newest: string): void => {
    for (const [key, { made }] of entries) {
      if (entries.size <= mostUrls && bytes <= mostBytes) return;
      if (made && key !== newest) revoke(key);
    }
  };
  const make = async (key: string, entry: Entry, load: () => Promise<Blob>): Promise<string> => {
    const blob = await load();
    const url = URL.createObjectURL(blob);
    // Revoked while it was loading.
    if (entries.get(key) !== entry) {
      URL.revokeObjectURL(url);
      return url;
    }
    entry.made = { url, bytes: blob.size };
    bytes += blob.size;
    trim(key);
    return url;
  };
  const request = (key: string, load: () => Promise<Blob>): Entry => {
    const entry: Entry = { url: Promise.resolve().then(() => make(key, entry, load)) };
    entry.url.catch(() => {
      if (entries.get(key) === entry) entries.delete(key);
    });
    return entry;
  };

  return {
    get: (key, load) => {
      const entry = entries.get(key) ?? request(key, load);
      // Asked for last, revoked last.
      entries.delete(key);
      entries.set(key, entry);
      return entry.url;
    },
    revoke,
    close: () => [...entries.keys()].forEach(revoke),
  };
};
