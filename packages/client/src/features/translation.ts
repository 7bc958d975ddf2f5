import type { Translation } from '@chat/protocol';
import type { RoomContext } from '../room/room-context.ts';

/** Translations of messages, if the server makes any: `client.limits.maxTranslationLength` is above 0. */
export interface Translations {
  /**
   * Resolves to the message in another language. After an edit, ask again. Rejects with `ChatError`.
   */
  translate(messageId: string, to: string): Promise<Translation>;
  /** Resolves to the languages into which the server translates; undefined if it does not know them. */
  languages(): Promise<readonly string[] | undefined>;
}

export const translation = ({ roomId, call }: RoomContext): Translations => ({
  translate: (messageId, to) => call('message:translate', { roomId, messageId, to }),
  languages: async () => (await call('language:list', {})).languages,
});
