import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ChatError, fileVariants, type FileUrl, type FileVariant } from '@chat/protocol';
import type { SettingStore } from '../storage/contract/storage.ts';

/** Makes and reads the addresses under which files are given out. */
export interface SignedUrls {
  /** Good for at least half of `lifeMs`. The same for a while, so that a browser asks once. */
  make(fileId: string, variant: FileVariant): Promise<FileUrl>;
  /** What an address is of, or throws `not_found` for one not made here and `expired` for one that was good. */
  read(fileId: string, query: URLSearchParams): Promise<{ variant: FileVariant; expiresAt: number }>;
}

interface AddressDeps {
  /** Where the chat is on the server. */
  path: string;
  settings: SettingStore;
  lifeMs: number;
  now: () => number;
}

/** Signed with a key that lives in the storage: they outlive a restart, and every process of it reads them. */
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
      if (expiresAt <= now())
        throw new ChatError('expired', 'this address is no longer good; ask for another');
      return { variant, expiresAt };
    },
  };
};

export const noFile = (): ChatError => new ChatError('not_found', 'no such file');
