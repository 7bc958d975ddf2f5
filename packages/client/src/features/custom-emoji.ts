import type { Call, CustomEmoji } from '@chat/protocol';
import type { Address } from '../connection/server-address.ts';
import { reachableUrl } from '../files/served-url.ts';

/** The custom emoji of the server. */
export interface CustomEmojiList {
  /** Resolves to all of them, with absolute addresses. Loads them once. */
  list(): Promise<readonly CustomEmoji[]>;
}

/** `address`: null in process, where addresses stay as they are. */
export const customEmoji = (call: Call, address: (() => Address) | null): CustomEmojiList => {
  let loading: Promise<readonly CustomEmoji[]> | null = null;
  const load = async (): Promise<readonly CustomEmoji[]> => {
    try {
      const { emoji } = await call('emoji:list', {});
      return emoji.map((each) => ({ ...each, url: address ? reachableUrl(each.url, address()) : each.url }));
    } catch (error) {
      loading = null;
      throw error;
    }
  };
  return { list: () => (loading ??= load()) };
};
