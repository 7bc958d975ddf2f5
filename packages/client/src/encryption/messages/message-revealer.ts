// Decrypts the loaded messages of a room, each once.
import type { EncryptedContent, Message } from '@chat/protocol';
import { mapMessages } from '../../room/map-messages.ts';
import type { RoomCore } from '../../room/room-state.ts';
import type { DeviceIdentity } from '../device-credential.ts';
import type { EncryptedAttachment } from '../files/encrypted-attachment.ts';
import { withoutNames } from '../../messages/unnamed-files.ts';
import type { OpenedFile, OpenedMessages } from '../files/encrypted-files.ts';
import { openMessage, type MessageContent } from './message-cipher.ts';
import { noop } from '../../platform/noop.ts';

/** Why a message cannot be read. no_key: this device never had the key. invalid: it is not what its author sent. */
export type Undecryptable = 'no_key' | 'invalid';

/** A message of an encrypted room as it is shown. */
export interface RevealedMessage extends Message {
  undecryptable?: Undecryptable;
}

type Content = Pick<MessageContent, 'text' | 'files'>;
type Outcome = Content | { undecryptable: Undecryptable };

export interface MessageRevealer extends Pick<OpenedMessages, 'file'> {
  /** Returns a message with its text and files, as far as it is decrypted; the same object if nothing changes. */
  shown(message: Message): Message;
  /** Resolves to any message of the room with its text and files, or with the reason why it has none. Its text is not kept. */
  read(message: Message): Promise<RevealedMessage>;
  /** Decrypts the loaded messages. */
  reveal(): void;
  /** Takes the content of an own message. */
  add(messageId: string, encrypted: EncryptedContent, content: Content): void;
  /** There are more keys: messages without one are tried again. `isChanged`: there are other keys, so all are. */
  retry(isChanged?: boolean): void;
  /** Returns whether no message is being decrypted. */
  isDone(): boolean;
  /** Resolves when no message is being decrypted. */
  done(): Promise<void>;
}

export interface MessageRevealerOptions {
  change: (next: (core: RoomCore) => RoomCore) => void;
  /** Resolves to the key of an epoch, or to undefined. */
  keyOf: (epoch: number) => Promise<Uint8Array | undefined>;
  /** A message was decrypted: its author has this account key, as it says. */
  onAuthor: (author: DeviceIdentity) => void;
}

/** Files that the message no longer has on the server were deleted. */
const filesOf = (
  { attachments }: Message,
  files: readonly EncryptedAttachment[] = [],
): EncryptedAttachment[] => files.filter(({ fileId }) => attachments.some((each) => each.fileId === fileId));

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((each, at) => each === other[at]);

/** What the server says of text and files is not what the author has encrypted. */
const withOutcome = (message: RevealedMessage, outcome: Outcome | undefined): RevealedMessage => {
  const { undecryptable: before, ...rest } = message;
  const unread = withoutNames(message.attachments);
  const isBlank = message.text === '' && unread === message.attachments;
  if (!outcome) return isBlank ? message : { ...message, text: '', attachments: unread };
  if ('undecryptable' in outcome)
    return before === outcome.undecryptable && isBlank
      ? message
      : { ...rest, ...outcome, text: '', attachments: unread };
  const attachments = filesOf(message, outcome.files);
  const isShown = message.text === outcome.text && !before && isSameList(message.attachments, attachments);
  return isShown ? message : { ...rest, text: outcome.text, attachments };
};

export const createMessageRevealer = ({
  change,
  keyOf,
  onAuthor,
}: MessageRevealerOptions): MessageRevealer => {
  const outcomes = new Map<string, { ciphertext: string; outcome: Outcome }>();
  /** Messages that are shown with their outcome: a room with thousands of them changes often. */
  const revealed = new WeakMap<Message, Outcome | undefined>();
  const opening = new Set<string>();
  const openedFiles = new Map<string, OpenedFile>();
  let opened: Promise<unknown> = Promise.resolve();
  let retries = 0;

  const outcomeOf = ({ id, encrypted }: Message): Outcome | undefined => {
    const known = outcomes.get(id);
    return known?.ciphertext === encrypted?.ciphertext ? known?.outcome : undefined;
  };

  const shown = (message: RevealedMessage): RevealedMessage => {
    if (!message.encrypted) return message;
    const outcome = outcomeOf(message);
    if (revealed.has(message) && revealed.get(message) === outcome) return message;
    const next = withOutcome(message, outcome);
    revealed.set(next, outcome);
    return next;
  };

  const open = async (message: Message, encrypted: EncryptedContent): Promise<Outcome> => {
    const before = retries;
    const key = await keyOf(encrypted.epoch).catch(noop);
    // There may be more keys since this one was looked for.
    if (!key) return before === retries ? { undecryptable: 'no_key' } : open(message, encrypted);
    try {
      const { accountKey, ...content } = await openMessage(key, message, message.author.id, encrypted);
      onAuthor({ userId: message.author.id, accountKey });
      // Only files of this message: another author could name them, too.
      for (const file of filesOf(message, content.files))
        openedFiles.set(file.fileId, { file, messageId: message.id });
      return content;
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
    read: async (message) => {
      const { encrypted } = message;
      return encrypted
        ? withOutcome(message, outcomeOf(message) ?? (await open(message, encrypted)))
        : message;
    },
    reveal,
    add: (messageId, { ciphertext }, content) => {
      outcomes.set(messageId, { ciphertext, outcome: content });
      for (const file of content.files ?? []) openedFiles.set(file.fileId, { file, messageId });
    },
    file: (fileId) => openedFiles.get(fileId),
    retry: (isChanged = false) => {
      retries += 1;
      for (const [id, { outcome }] of outcomes)
        if ('undecryptable' in outcome && (isChanged || outcome.undecryptable === 'no_key'))
          outcomes.delete(id);
      reveal();
    },
    isDone: () => opening.size === 0,
    done: async () => {
      while (opening.size > 0) await opened;
    },
  };
};
