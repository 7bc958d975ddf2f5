// Decrypts the loaded messages of a room, each once.
import type { EncryptedContent, Message } from '@chat/protocol';
import { mapMessages } from '../room/map-messages.ts';
import type { RoomCore } from '../room/room-state.ts';
import { openMessage } from './message-cipher.ts';
import { noop } from '../platform/noop.ts';

/** Why a message cannot be read. no_key: this device never had the key. invalid: it is not what its author sent. */
export type Undecryptable = 'no_key' | 'invalid';

/** A message of an encrypted room as it is shown. */
export interface RevealedMessage extends Message {
  undecryptable?: Undecryptable;
}

type Outcome = { text: string } | { undecryptable: Undecryptable };

export interface MessageRevealer {
  /** Returns a message with its text, as far as it is decrypted; the same object if nothing changes. */
  shown(message: Message): Message;
  /** Decrypts the loaded messages. */
  reveal(): void;
  /** Takes the text of an own message. */
  add(messageId: string, encrypted: EncryptedContent, text: string): void;
  /** There are more keys: messages without one are tried again. */
  retry(): void;
  /** Returns whether no message is being decrypted. */
  isDone(): boolean;
  /** Resolves when no message is being decrypted. */
  done(): Promise<void>;
}

export interface MessageRevealerOptions {
  change: (next: (core: RoomCore) => RoomCore) => void;
  /** Resolves to the key of an epoch, or to undefined. */
  keyOf: (epoch: number) => Promise<Uint8Array | undefined>;
}

export const createMessageRevealer = ({ change, keyOf }: MessageRevealerOptions): MessageRevealer => {
  const outcomes = new Map<string, { ciphertext: string; outcome: Outcome }>();
  const opening = new Set<string>();
  let opened: Promise<unknown> = Promise.resolve();

  const outcomeOf = ({ id, encrypted }: Message): Outcome | undefined => {
    const known = outcomes.get(id);
    return known?.ciphertext === encrypted?.ciphertext ? known?.outcome : undefined;
  };

  const shown = (message: RevealedMessage): RevealedMessage => {
    const outcome = message.encrypted && outcomeOf(message);
    if (!outcome) return message;
    const { undecryptable: before, ...rest } = message;
    if ('undecryptable' in outcome)
      return before === outcome.undecryptable ? message : { ...rest, ...outcome };
    return message.text === outcome.text && !before ? message : { ...rest, text: outcome.text };
  };

  const open = async (message: Message, encrypted: EncryptedContent): Promise<Outcome> => {
    const key = await keyOf(encrypted.epoch).catch(noop);
    if (!key) return { undecryptable: 'no_key' };
    try {
      const { text } = await openMessage(key, message, message.author.id, encrypted);
      return { text };
    } catch {
      return { undecryptable: 'invalid' };
    }
  };

  const openAll = async (messages: readonly Message[]): Promise<void> => {
    await Promise.all(
      messages.map(async (message) => {
        if (!message.encrypted) return;
        const { ciphertext } = message.encrypted;
        const outcome = await open(message, message.encrypted);
        outcomes.set(message.id, { ciphertext, outcome });
        opening.delete(ciphertext);
      }),
    );
    reveal();
  };

  const reveal = (): void => {
    const missing: Message[] = [];
    change((core) =>
      mapMessages(core, (message) => {
        const { encrypted } = message;
        if (!encrypted) return message;
        if (!outcomeOf(message) && !opening.has(encrypted.ciphertext)) {
          opening.add(encrypted.ciphertext);
          missing.push(message);
        }
        return shown(message);
      }),
    );
    if (missing.length > 0) opened = Promise.all([opened, openAll(missing)]);
  };

  return {
    shown,
    reveal,
    add: (messageId, { ciphertext }, text) => void outcomes.set(messageId, { ciphertext, outcome: { text } }),
    retry: () => {
      for (const [id, { outcome }] of outcomes)
        if ('undecryptable' in outcome && outcome.undecryptable === 'no_key') outcomes.delete(id);
      reveal();
    },
    isDone: () => opening.size === 0,
    done: async () => {
      while (opening.size > 0) await opened;
    },
  };
};
