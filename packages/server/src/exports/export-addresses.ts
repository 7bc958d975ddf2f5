import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  ChatError,
  type ExportAddress,
  type ExportFormat,
  type ExportLanguage,
  type User,
} from '@chat/protocol';
import type { SettingStore } from '../storage/storage.ts';

/** What is to be written, and for whom. */
export type ExportOrder = { by: User } & (
  | { kind: 'room'; roomId: string; format: ExportFormat; language: ExportLanguage }
  | { kind: 'user'; userId: string }
);

/** Makes and reads the addresses under which exports are downloaded. */
export interface ExportAddresses {
  make(order: ExportOrder): Promise<ExportAddress>;
  /** What an address is of, or throws `not_found` for one not made here and `expired` for one that was good. */
  read(text: string, signature: string): Promise<ExportOrder>;
}

interface AddressDeps {
  /** Where the chat is on the server. */
  path: string;
  settings: SettingStore;
  lifeMs: number;
  now: () => number;
}

/** The order itself, signed with a key that lives in the storage: nothing has to be remembered, by whichever process. */
export const createExportAddresses = ({ path, settings, lifeMs, now }: AddressDeps): ExportAddresses => {
  let key: Promise<string> | null = null;
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
      const text = Buffer.from(JSON.stringify({ ...order, by, expiresAt })).toString('base64url');
      return { url: `${path}/exports/${text}?s=${await sign(text)}`, expiresAt };
    },
    read: async (text, signature) => {
      const expected = Buffer.from(await sign(text));
      const given = Buffer.from(signature);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw noExport();
      const { expiresAt, ...order } = JSON.parse(Buffer.from(text, 'base64url').toString()) as ExportOrder & {
        expiresAt: number;
      };
      if (expiresAt <= now())
        throw new ChatError('expired', 'this address is no longer good; ask for another');
      return order;
    },
  };
};

export const noExport = (): ChatError => new ChatError('not_found', 'there is nothing here');
