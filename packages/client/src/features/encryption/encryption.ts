import { ChatError, type Call, type ChatEvent, type CommandName, type Message } from '@chat/protocol';
import type { AccountOf } from '../../encryption/account.ts';
import type { EncryptedRooms } from '../../encryption/encrypted-rooms.ts';
import { startingState, type EncryptionState } from '../../encryption/encryption-state.ts';
import type { RevealedMessage } from '../../encryption/messages/message-revealer.ts';
import type * as roomEncryptionCode from '../../encryption/room-encryption.ts';
import type { RoomEncryption } from '../../encryption/room-encryption.ts';
import { createLazy, type LazyPart } from '../../lazy/lazy.ts';
import { withoutNames } from '../../messages/unnamed-files.ts';
import { noop } from '../../platform/noop.ts';
import { mapMessages } from '../../room/map-messages.ts';
import type { RoomContext } from '../../room/room-context.ts';
import type { Readable } from '../../state/readable.ts';
import type { CallCipher } from '../calls.ts';

/** The encryption of a room, as this device has it. Null: the room is not encrypted. */
export interface Encryption extends Readable<EncryptionState | null> {
  /**
   * Requires that this room is encrypted, from now on, on this device: your application knows it. If the server says
   * otherwise, nothing is sent. A device remembers by itself each room that was encrypted once.
   */
  require(): Promise<void>;
  /**
   * Resolves to 30 digits that this user and another member see alike, unless a third party is between them. They change with
   * the account key of either.
   */
  safetyNumber(userId: string): Promise<string>;
  /**
   * Marks a member as verified by the number that was compared, on this device, until one of their devices has another
   * account key. Rejects with `number_changed` if it is no longer theirs. Null: unmarks them.
   */
  verify(userId: string, number: string | null): Promise<void>;
}

export interface EncryptionFeature
  extends Pick<RoomEncryption, 'send' | 'edit' | 'messageKey' | 'read'>, CallCipher {
  api: LazyPart<Encryption>;
  /** Resolves to whether the room is encrypted, as far as the server or this device knows. */
  isEncrypted(): Promise<boolean>;
  /** Loads the code of encrypted rooms. */
  load(): Promise<RoomEncryption>;
  /** The room has changed. */
  look(): void;
  live(): void;
  /** Returns a message with its text, as far as it is decrypted. */
  shown(message: Message): Message;
  /** Emits an event of the room when its message is decrypted, in order with those before it. */
  announce(event: ChatEvent, emit: (event: ChatEvent) => void): void;
  close(): void;
}

/** Commands with something that a user writes. An encrypted room has them with `encrypted`, or not at all. */
const readable = new Set<CommandName>([
  'message:send',
  'message:edit',
  'message:schedule',
  'message:editScheduled',
  'message:search',
  'draft:set',
  'poll:create',
  'poll:saveDraft',
  'poll:addOption',
  'question:ask',
  'slash:run',
  'caption:send',
]);

/** Rejects what the server of an encrypted room could read, before it is sent. */
export const withoutReadable =
  (call: Call, isEncrypted: (roomId: string) => Promise<boolean>): Call =>
  async (name, input) => {
    const { roomId, encrypted } = input as { roomId?: string; encrypted?: unknown };
    if (readable.has(name) && encrypted === undefined && roomId !== undefined && (await isEncrypted(roomId)))
      throw new ChatError('conflict', 'an encrypted room has none of this', { reason: 'encrypted_room' });
    return call(name, input);
  };

/** Fields that an author writes, which are outside of the encrypted content. */
const plainFields = ['location', 'data', 'card', 'poll', 'forwarded', 'to'] as const;

/**
 * Returns a message of an encrypted room without what only the server can have put into it, which is not its author's; the same
 * object if there is nothing of it.
 */
const withoutPlain = (message: RevealedMessage): RevealedMessage => {
  const { kind, text, encrypted, attachments, deletedAt, undecryptable } = message;
  if (deletedAt !== undefined || (kind !== 'text' && kind !== 'poll')) return message;
  const isForged = encrypted === undefined && (text !== '' || undecryptable !== 'invalid');
  const hasFiles = encrypted === undefined && attachments.length > 0;
  const isPlain = hasFiles || plainFields.some((field) => message[field] !== undefined);
  if (!isForged && !isPlain) return message;
  const { location: _l, data: _d, card: _c, poll: _p, forwarded: _f, to: _t, ...rest } = message;
  return encrypted === undefined ? { ...rest, attachments: [], text: '', undecryptable: 'invalid' } : rest;
};

const denied = (): ChatError =>
  new ChatError('forbidden', 'the server says that this room is not encrypted, but it is', {
    reason: 'not_encrypted',
  });

/** What the rooms of a client have in common. */
export interface EncryptionParts {
  accountOf: AccountOf;
  encryptedRooms: EncryptedRooms;
  /** If it is not to be loaded lazily. */
  code?: typeof roomEncryptionCode | undefined;
}

/** Loads the code of encrypted rooms with the first one. */
export const encryption = (
  context: RoomContext,
  { accountOf, encryptedRooms, code: given }: EncryptionParts,
  onChange: () => void,
): EncryptionFeature => {
  const { roomId, sync, self } = context;
  let made: { userId: string; part: RoomEncryption } | null = null;
  const code = createLazy(
    () => import('../../encryption/room-encryption.ts'),
    () => live(),
    given,
  );

  /** Returns the encryption of the user who is signed in, if its code is loaded. */
  const now = (): RoomEncryption | null => {
    const userId = self();
    const loaded = code.now();
    if (!loaded || userId === '') return null;
    if (made?.userId === userId) return made.part;
    made?.part.close();
    const account = accountOf(loaded, userId);
    const part = loaded.createRoomEncryption({ context, userId, account, onChange });
    made = { userId, part };
    return part;
  };
  const load = async (): Promise<RoomEncryption> => {
    await code.load().catch(() => {
      throw new ChatError('disconnected', 'the code of encrypted rooms cannot be loaded');
    });
    const part = now();
    if (!part) throw new ChatError('disconnected', 'the user is not known yet');
    return part;
  };
  /** Events that wait for the decryption of messages. */
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  /** The user for whom it was read whether this device knows the room. */
  let readFor = '';
  /** What is shown while the server denies that the room is encrypted. */
  let failed: { from: EncryptionState; state: EncryptionState } | null = null;
  const isOffered = (): boolean => sync.core.room?.encryption !== undefined;
  const isOn = (): boolean => isOffered() || encryptedRooms.now(roomId);
  const isDenied = (): boolean => isOn() && sync.core.room !== null && !isOffered();
  const isEncrypted = async (): Promise<boolean> => isOn() || encryptedRooms.has(roomId);
  const refuseDenied = (): void => {
    if (isDenied()) throw denied();
  };
  const stateNow = (): EncryptionState | null => {
    if (!isOn()) return null;
    const state = now()?.state() ?? startingState;
    if (!isDenied()) return state;
    if (failed?.from !== state)
      failed = { from: state, state: { ...state, status: 'failed', error: denied() } };
    return failed.state;
  };

  /** Reads what this device knows of the room, once for each user. */
  const readMark = (): void => {
    if (readFor === self()) return;
    readFor = self();
    void encryptedRooms.has(roomId).then((isKnown) => {
      if (!isKnown) return;
      look();
      onChange();
    });
  };
  /** Returns a message without what its author has not encrypted. Until it is decrypted it has no text. */
  const genuine = (message: Message): Message => {
    const own = withoutPlain(message);
    if (!own.encrypted || code.now()) return own;
    const attachments = withoutNames(own.attachments);
    return own.text === '' && attachments === own.attachments ? own : { ...own, text: '', attachments };
  };
  const look = (): void => {
    if (isOn()) encryptedRooms.add(roomId);
    else readMark();
    if (!isOn()) return;
    sync.change((core) => mapMessages(core, genuine));
    if (code.now()) now()?.look();
    else code.load().catch(noop);
  };
  const live = (): void => {
    if (isOn() && code.now()) now()?.live();
    else look();
  };

  const shown = (message: Message): Message => {
    if (!isOn()) return message;
    const own = genuine(message);
    return now()?.shown(own) ?? own;
  };
  const shownEvent = (event: ChatEvent): ChatEvent =>
    'message' in event ? { ...event, message: shown(event.message) } : event;
  const openSignal: CallCipher['openSignal'] = async (callId, userId, signal) =>
    (await isEncrypted()) ? (await load()).openSignal(callId, userId, signal) : signal;
  /** Resolves to an event as the application gets it. Rejects a signal that the server has made up. */
  const opened = async (event: ChatEvent): Promise<ChatEvent> =>
    event.type === 'call:signal'
      ? { ...event, signal: await openSignal(event.callId, event.from, event.signal) }
      : shownEvent(event);

  return {
    api: {
      get: stateNow,
      require: async () => {
        encryptedRooms.add(roomId);
        look();
        onChange();
      },
      safetyNumber: async (userId) => (await load()).safetyNumber(userId),
      verify: async (...given) => (await load()).verify(...given),
    },
    isEncrypted,
    load,
    look,
    live,
    shown,
    announce: (event, emit) => {
      const isReady = !isOn() || (now()?.isDone() && event.type !== 'call:signal');
      if (waiting === 0 && isReady) return emit(shownEvent(event));
      waiting += 1;
      const revealed = last.then(async () => (await load()).done()).catch(noop);
      last = revealed
        .then(() => opened(event))
        .catch(() => null)
        .then((shown) => {
          waiting -= 1;
          if (shown) emit(shown);
        });
    },
    send: async (input, pending, save) => {
      if (!pending.encrypted && !(await isEncrypted())) return context.callNow('message:send', input);
      refuseDenied();
      return (await load()).send(input, pending, save);
    },
    edit: async (...given) => {
      refuseDenied();
      return (await load()).edit(...given);
    },
    readyToCall: async () => {
      if (!(await isEncrypted())) return;
      refuseDenied();
      await (await load()).readyToCall();
    },
    sealSignal: async (callId, seat, signal) =>
      (await isEncrypted()) ? (await load()).sealSignal(callId, seat, signal) : signal,
    openSignal,
    read: async (message) => (await load()).read(genuine(message)),
    messageKey: async (messageId) => (await load()).messageKey(messageId),
    close: () => made?.part.close(),
  };
};
