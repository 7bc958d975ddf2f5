import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ChatError, fileVariants, type FileUrl, type FileVariant } from '@chat/protocol';
import type { SettingStore } from '../storage/contract/storage.ts';

/** Creates and verifies the URLs of files. */
export interface SignedUrls {
  /**
   * Returns a URL that is valid for at least half of `lifeMs`. It stays the same for a while, so that
   * browsers can cache.
   */
  make(fileId: string, variant: FileVariant): Promise<FileUrl>;
  /** Returns the file of a URL. Throws `not_found` if it was not made here and `expired` if it is too old. */
  read(fileId: string, query: URLSearchParams): Promise<{ variant: FileVariant; expiresAt: number }>;
}

interface AddressDeps {
  /** The chat's path on the server. */
  path: string;
  settings: SettingStore;
  lifeMs: number;
  now: () => number;
}

/** The key is in the storage: URLs outlive a restart, and every process can verify them. */
export const createSignedUrls = ({ path, settings, lifeMs, now }: AddressDeps): SignedUrls => {
  let key: Promise<string> | null = null;
  const sign = async (fileId: string, variant: FileVariant, expiresAt: number): Promise<string> => {
    key ??= settings.getOrSet('file-address-secret', randomBytes(32).toString('base64url'));
    const text = JSON.stringify([fileId, variant, expiresAt]);
    return createHmac('sha256', await key)
      .update(text)
      .digest('base64url');
  };

  return {
    make: async (fileId, variant) => {
      const step = Math.max(1, Math.floor(lifeMs / 2));
      const expiresAt = (Math.floor(now() / step) + 2) * step;
      const signature = await sign(fileId, variant, expiresAt);
      return { url: `${path}/files/${fileId}?v=${variant}&e=${expiresAt}&s=${signature}`, expiresAt };
    },
    read: async (fileId, query) => {
      const variant = fileVariants.find((each) => each === query.get('v'));
      const expiresAt = Number(query.get('e'));
      if (variant === undefined || !Number.isSafeInteger(expiresAt)) throw noFile();
      const expected = Buffer.from(await sign(fileId, variant, expiresAt));
      const given = Buffer.from(query.get('s') ?? '');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw noFile();
      if (expiresAt <= now()) throw new ChatError('expired', 'this link has expired; request a new one');
      return { variant, expiresAt };
    },
  };
};

export const noFile = (): ChatError => new ChatError('not_found', 'no such file');
