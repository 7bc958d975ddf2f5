import { ChatError, type Call, type ChatEvent, type CommandName, type Message } from '@chat/protocol';
import type { AccountOf } from '../../encryption/account.ts';
import type { EncryptionState, RoomEncryption } from '../../encryption/room-encryption.ts';
import { createLazy, type LazyPart } from '../../lazy/lazy.ts';
import { noop } from '../../platform/noop.ts';
import type { RoomContext } from '../../room/room-context.ts';
import type { Readable } from '../../state/readable.ts';

/** The encryption of a room, as this device has it. Null: the room is not encrypted. */
export interface Encryption extends Readable<EncryptionState | null> {
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

export interface EncryptionFeature extends Pick<RoomEncryption, 'send' | 'edit'> {
  api: LazyPart<Encryption>;
  /** The room has changed. */
  look(): void;
  live(): void;
  /** Returns a message with its text, as far as it is decrypted. */
  shown(message: Message): Message;
  /** Emits an event of the room when its message is decrypted, in order with those before it. */
  announce(event: ChatEvent, emit: (event: ChatEvent) => void): void;
  close(): void;
}

const starting: EncryptionState = {
  status: 'starting',
  error: null,
  devices: [],
  newKeys: [],
  altered: [],
  verified: [],
  lapsed: [],
};

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
  (call: Call, isEncrypted: (roomId: string) => boolean): Call =>
  async (name, input) => {
    const { roomId, encrypted } = input as { roomId?: string; encrypted?: unknown };
    if (readable.has(name) && encrypted === undefined && roomId !== undefined && isEncrypted(roomId))
      throw new ChatError('conflict', 'an encrypted room has none of this', { reason: 'encrypted_room' });
    return call(name, input);
  };

/** Loads the code of encrypted rooms with the first one. */
export const encryption = (
  context: RoomContext,
  accountOf: AccountOf,
  onChange: () => void,
): EncryptionFeature => {
  const { sync, self } = context;
  let made: { userId: string; part: RoomEncryption } | null = null;
  const code = createLazy(
    () => import('../../encryption/room-encryption.ts'),
    () => live(),
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
  const isOn = (): boolean => sync.core.room?.encryption !== undefined;
  const look = (): void => {
    if (!isOn()) return;
    if (code.now()) now()?.look();
    else code.load().catch(noop);
  };
  const live = (): void => {
    if (isOn() && code.now()) now()?.live();
    else look();
  };

  const shown = (message: Message): Message => (message.encrypted && now()?.shown(message)) ?? message;
  const shownEvent = (event: ChatEvent): ChatEvent =>
    'message' in event ? { ...event, message: shown(event.message) } : event;

  return {
    api: {
      get: () => (isOn() ? (now()?.state() ?? starting) : null),
      safetyNumber: async (userId) => (await load()).safetyNumber(userId),
      verify: async (...given) => (await load()).verify(...given),
    },
    look,
    live,
    shown,
    announce: (event, emit) => {
      if (waiting === 0 && (!isOn() || now()?.isDone())) return emit(shownEvent(event));
      waiting += 1;
      const revealed = last.then(async () => (await load()).done()).catch(noop);
      last = revealed.then(() => {
        waiting -= 1;
        emit(shownEvent(event));
      });
    },
    send: async (...given) => (await load()).send(...given),
    edit: async (...given) => (await load()).edit(...given),
    close: () => made?.part.close(),
  };
};
