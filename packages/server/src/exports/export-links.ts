import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  ChatError,
  type ExportAddress,
  type ExportFormat,
  type ExportLanguage,
  type User,
} from '@chat/protocol';
import type { SettingStore } from '../storage/contract/storage.ts';

/** A requested export: its content and its user. */
export type ExportOrder = { by: User } & (
  | {
      kind: 'room';
      roomId: string;
      format: ExportFormat;
      language: ExportLanguage;
      recordingId?: string;
      captions?: string;
    }
  | { kind: 'user'; userId: string }
);

/** Creates and reads links to exports. */
export interface ExportLinks {
  make(order: ExportOrder): Promise<ExportAddress>;
  /**
   * Returns the order of a link. Throws `not_found` if it was not made here and `expired` if it is too old.
   */
  read(text: string, signature: string): Promise<ExportOrder>;
  /** The same for a download. After a few downloads the link is `expired`. */
  use(text: string, signature: string): Promise<ExportOrder>;
  /** Voids the links of a user. */
  revoke(userId: string): void;
  /** Called after authentication: if the user is no longer an admin, the links they got as one are void. */
  seen(user: User): void;
}

interface AddressDeps {
  /** The chat's path on the server. */
  path: string;
  settings: SettingStore;
  lifeMs: number;
  now: () => number;
}

/** An interrupted download can be tried again. */
const mostDownloads = 3;

interface Signed {
  order: ExportOrder;
  once: string;
  expiresAt: number;
}

/**
 * Links contain the signed order itself. The key is in the storage, so any process can read them and nothing
 * else has to be stored.
 */
export const createExportLinks = ({ path, settings, lifeMs, now }: AddressDeps): ExportLinks => {
  let key: Promise<string> | null = null;
  /** By user: when their links were revoked, and until when a link of an admin is valid. */
  const revoked = new Map<string, number>();
  const ofAdmins = new Map<string, number>();
  const revoke = (userId: string): void => {
    for (const [each, at] of revoked) if (at + lifeMs <= now()) revoked.delete(each);
    revoked.set(userId, now());
    ofAdmins.delete(userId);
  };
  const used = new Map<string, { times: number; expiresAt: number }>();

  /** By this process: each of several nodes counts its own. */
  const count = (once: string, expiresAt: number): void => {
    for (const [each, { expiresAt: until }] of used) if (until <= now()) used.delete(each);
    const times = (used.get(once)?.times ?? 0) + 1;
    if (times > mostDownloads)
      throw new ChatError('expired', 'this link has been used up; request a new one');
    used.set(once, { times, expiresAt });
  };

  const sign = async (text: string): Promise<string> => {
    key ??= settings.getOrSet('export-address-secret', randomBytes(32).toString('base64url'));
    return createHmac('sha256', await key)
      .update(text)
      .digest('base64url');
  };

  return {
    make: async (order) => {
      const { id, name, role } = order.by;
      const by = { id, name, ...(role === undefined ? {} : { role }) };
      const expiresAt = now() + lifeMs;
      if (role === 'admin') ofAdmins.set(id, expiresAt);
      const once = randomBytes(12).toString('base64url');
      const text = Buffer.from(JSON.stringify({ ...order, by, expiresAt, once })).toString('base64url');
      return { url: `${path}/exports/${text}?s=${await sign(text)}`, expiresAt };
    },
    read: async (text, signature) => (await verified(text, signature)).order,
    use: async (text, signature) => {
      const { order, once, expiresAt } = await verified(text, signature);
      count(once, expiresAt);
      return order;
    },
    revoke,
    seen: ({ id, role }) => {
      if (role !== 'admin' && ofAdmins.has(id)) revoke(id);
    },
  };

  async function verified(text: string, signature: string): Promise<Signed> {
    const expected = Buffer.from(await sign(text));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw noExport();
    const { expiresAt, once, ...order } = JSON.parse(
      Buffer.from(text, 'base64url').toString(),
    ) as ExportOrder & {
      expiresAt: number;
      once: string;
    };
    if (expiresAt <= now()) throw new ChatError('expired', 'this link has expired; request a new one');
    if (expiresAt - lifeMs <= (revoked.get(order.by.id) ?? -Infinity)) throw noExport();
    return { order, once, expiresAt };
  }
};

export const noExport = (): ChatError => new ChatError('not_found', 'no such export');
