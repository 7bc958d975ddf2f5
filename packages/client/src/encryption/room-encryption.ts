// An encrypted room on this device: its group, its keys, its messages.
import {
  ChatError,
  isTransient,
  type Attachment,
  type EncryptedContent,
  type Input,
  type Message,
} from '@chat/protocol';
import type { CallCipher } from '../features/calls.ts';
import { backoffMs } from '../connection/backoff.ts';
import { asChatError } from '../connection/link.ts';
import type { DeviceIdentity } from './device-credential.ts';
import { startingState, type EncryptionState } from './encryption-state.ts';
import type { EditContent } from '../features/messages.ts';
import type { Pending, SaveEncrypted } from '../outbox/outbox.ts';
import { noop } from '../platform/noop.ts';
import { createTimer } from '../platform/timer.ts';
import { findMessage } from '../room/extra-messages.ts';
import type { RoomContext } from '../room/room-context.ts';
import type { Account } from './account.ts';
import { createCallSignals } from './messages/call-signals.ts';
import { isSame, toBase64 } from './encoding.ts';
import { createEpochKeys } from './epoch-keys.ts';
import type { OpenedMessages } from './files/encrypted-files.ts';
import { isOpened, statedFile, type EncryptedAttachment } from './files/encrypted-attachment.ts';
import { createHistory } from './history-links.ts';
import {
  isSealedWith,
  messageKey,
  openMessage,
  sealMessage,
  type MessageContent,
  type MessagePlace,
} from './messages/message-cipher.ts';
import { accountKeysOf, createMemberTrust } from './member-trust.ts';
import { createMessageRevealer, type MessageRevealer } from './messages/message-revealer.ts';
import { createRoomGroup, isWorn, type CurrentGroup } from './room-group.ts';

export { createAccount } from './account.ts';

/** Stores what was encrypted, to be sent again as it is. */
type KeepSealed = (encrypted: EncryptedContent) => Promise<void> | undefined;

export interface RoomEncryption
  extends Pick<MessageRevealer, 'shown' | 'read' | 'isDone' | 'done'>, OpenedMessages, CallCipher {
  state(): EncryptionState;
  /** The room has changed. */
  look(): void;
  /** The room is live again. */
  live(): void;
  /** `pending`: the message in the outbox, with what was encrypted of it before. */
  send(input: Input<'message:send'>, pending: Pending, save: SaveEncrypted): Promise<Message>;
  edit(messageId: string, text: string, more: EditContent | undefined): Promise<Message>;
  /** Resolves to the key of one message as it is stored now, base64url. It opens no other message. */
  messageKey(messageId: string): Promise<string>;
  /** Resolves to the number that this user and another one compare. */
  safetyNumber(userId: string): Promise<string>;
  /** Marks a user as verified, on this device, by the number that was compared; null: no longer. */
  verify(userId: string, number: string | null): Promise<void>;
  close(): void;
}

export interface RoomEncryptionOptions {
  context: RoomContext;
  userId: string;
  account: Account;
  /** The state has changed. */
  onChange: () => void;
}

/** How long each device leaves it to those before it to add a link, ms. */
const linkTurnMs = 300;
const mostTurns = 10;
/** Most attempts to send in the epoch of the room, before the outbox waits. */
const mostTries = 8;
const isWaiting = (error: unknown): boolean =>
  error instanceof ChatError && error.reason === 'needs_recovery';
const isStaleEpoch = (error: unknown): boolean =>
  error instanceof ChatError && error.reason === 'epoch_stale';

/** Fields that the server could read. It refuses them, but would have them. */
const plainFields = ['location', 'data', 'to', 'forwardFrom'] as const;

const refusePlain = (input: Record<string, unknown>): void => {
  const field = plainFields.find((name) => input[name] !== undefined);
  if (field)
    throw new ChatError('conflict', 'an encrypted room has none of this', {
      reason: 'encrypted_room',
      field,
    });
};

/** Returns the files of a message as it states them. Throws if one was not encrypted. */
const statedFiles = (attachments: readonly Attachment[]): EncryptedAttachment[] =>
  attachments.map((file) => {
    if (isOpened(file)) return statedFile(file);
    throw new ChatError('conflict', 'an encrypted room takes files that were uploaded into it', {
      reason: 'encrypted_room',
      field: 'attachments',
    });
  });

export const createRoomEncryption = (options: RoomEncryptionOptions): RoomEncryption => {
  const { context, userId, account, onChange } = options;
  const { roomId, callNow, sync, now, random } = context;
  const inRoom = account.inRoom(roomId);
  const { keys, device: ownDevice } = inRoom;
  const sharesHistory = (): boolean => sync.core.room?.history === 'all';
  const group = createRoomGroup({
    ...inRoom,
    roomId,
    call: callNow,
    now,
    seq: () => sync.core.seq,
    sharesHistory,
    onWarning: (warning) => {
      if (!state.warnings.includes(warning)) setState({ warnings: [...state.warnings, warning] });
    },
  });
  const history = createHistory(roomId, callNow, keys);
  const retryTimer = createTimer();
  const linkTimer = createTimer();
  let state = startingState;
  let current: CurrentGroup | null = null;
  let following: Promise<void> | null = null;
  let refusedAt: string | null = null; // the state of the group at which the server refused this device
  let tries = 0;
  let ownId = '';
  let missingBefore = '';

  const setState = (next: Partial<EncryptionState>): void => {
    state = { ...state, ...next };
    onChange();
  };
  const roomEpoch = (): number => sync.core.room?.mlsGroup?.epoch ?? -1;
  const storeNow = (): string => sync.core.since?.epoch ?? '';
  /** The generation of the server's store when this device was at the epoch of the room. */
  let store = '';
  const isBehind = (): boolean =>
    !current || current.key.epoch < roomEpoch() || (storeNow() !== '' && storeNow() !== store);

  const epochKeys = createEpochKeys({
    keys,
    history,
    current: () => current?.key ?? null,
    following: () => following,
    sharesHistory,
  });
  const keyOf = epochKeys.of;
  const trust = createMemberTrust(account.keys, userId);
  const onAuthor = (author: DeviceIdentity): void => {
    if (trust.meet(author) && current) trust.of(current.devices).then(setState, noop);
  };
  const revealer = createMessageRevealer({ change: sync.change, keyOf, onAuthor });
  const retry = (): void => {
    history.retry();
    epochKeys.retry();
    revealer.retry();
  };

  const inGroup = (): CurrentGroup => {
    if (!current) throw new ChatError('not_found', 'this device is not in the room yet');
    return current;
  };
  /** Encrypts what this device has for the recovery of its user. */
  const sealKeys = (): void => {
    const { room } = sync.core;
    if (!room || !current) return;
    const isKnown = account.state().status !== 'loading';
    // What fails is repeated in the next epoch. Loading ends with a change of the account's state, which seals.
    (isKnown ? account.sealRoom(room) : account.load()).catch(noop);
  };

  const use = async (found: CurrentGroup): Promise<CurrentGroup> => {
    const { epoch, key } = found.key;
    const isNew = epoch !== current?.key.epoch || !isSame(key, current.key.key);
    // The server may have gone back to an earlier epoch, and on from there.
    const isBack = isNew && epoch <= (current?.key.epoch ?? -1);
    if (isBack) epochKeys.forget();
    current = found;
    if (!isNew) return found;
    ownId = toBase64((await ownDevice()).keys.publicKey);
    const devices = found.devices.map(({ userId: of, deviceKey }) => {
      const id = toBase64(deviceKey);
      return { userId: of, id, isOwn: id === ownId };
    });
    const altered = account.altered();
    setState({ status: 'ready', error: null, devices, altered, ...(await trust.of(found.devices)) });
    epochKeys.retry();
    revealer.retry(isBack);
    sealKeys();
    return found;
  };

  const follow = async (): Promise<void> => {
    retryTimer.stop();
    const at = JSON.stringify(sync.core.room?.mlsGroup);
    try {
      const isRestored = store !== '' && store !== storeNow();
      await use(await group.follow(roomEpoch(), isRestored));
      store = storeNow();
      tries = 0;
    } catch (failure) {
      if (failure instanceof ChatError && isTransient(failure.code))
        return retryTimer.start(backoffMs(tries++, random), look);
      // The server refused it, or the platform cannot do it.
      refusedAt = at;
      setState({ status: isWaiting(failure) ? 'waiting' : 'failed', error: asChatError(failure) });
    }
  };

  /** Links are added by the devices that were in the group before, one after the other until one has. */
  const addLinks = (): void => {
    const turn = current?.devices.findIndex(({ deviceKey }) => toBase64(deviceKey) === ownId) ?? 0;
    linkTimer.start(Math.min(turn, mostTurns) * linkTurnMs, () => {
      history.add(sync.core.room?.mlsGroup?.missingLinks ?? []).catch(noop); // until the room is live again
    });
  };
  const lookAtLinks = (): void => {
    const missing = sync.core.room?.mlsGroup?.missingLinks ?? [];
    if (missing.join() === missingBefore || isBehind() || sync.status !== 'joined') return;
    missingBefore = missing.join();
    retry();
    if (missing.length > 0) addLinks();
  };

  const look = (): void => {
    const { room } = sync.core;
    const isRefused = refusedAt === JSON.stringify(room?.mlsGroup);
    if (sync.status === 'joined' && isBehind() && !following && !retryTimer.runs && !isRefused)
      following = follow().finally(() => {
        following = null;
        revealer.reveal();
        look();
      });
    lookAtLinks();
    revealer.reveal();
  };

  /** Returns the group to encrypt for. `isRefused`: the server has refused a message of the known epoch. */
  const ready = async (isRefused: boolean): Promise<CurrentGroup> => {
    const { mlsGroup } = sync.core.room ?? {};
    const isFlagged = mlsGroup?.isStale === true && mlsGroup.epoch >= (current?.key.epoch ?? -1);
    const isStale = isFlagged || isRefused;
    const hasRemoved = state.devices.some(({ id }) => id !== ownId && inRoom.isRemoved(id));
    const isFit = !isBehind() && !isStale && !hasRemoved;
    const isReady = current && isFit && !isWorn(current.key, now(), sync.core.seq);
    const found =
      current && isReady ? current : await use(await group.prepare({ epoch: roomEpoch(), isStale }));
    const [lapsed] = state.lapsed;
    if (lapsed !== undefined)
      throw new ChatError('forbidden', 'the key of a verified user has changed: compare the number again', {
        reason: 'keys_changed',
        userId: lapsed,
      });
    return found;
  };

  /** Returns what was encrypted before, unless the server has lost the epoch: it would be in another one of its number. */
  const stillValid = async (
    messageId: string,
    sealed: EncryptedContent | undefined,
  ): Promise<EncryptedContent | undefined> => {
    if (!sealed) return undefined;
    const key = await keyOf(sealed.epoch);
    return !key || (await isSealedWith(key, messageId, sealed)) ? sealed : undefined;
  };

  /** Encrypts and calls, again in a later epoch if the server says that this one is over. */
  const inEpoch = async <T>(
    place: MessagePlace,
    content: Pick<MessageContent, 'text' | 'files'>,
    sealed: EncryptedContent | undefined,
    call: (encrypted: EncryptedContent) => Promise<T>,
    keep?: KeepSealed,
  ): Promise<T> => {
    let encrypted = await stillValid(place.id, sealed);
    for (let refusals = 0; refusals < mostTries;) {
      if (!encrypted) {
        const { key } = await ready(refusals > 0);
        const device = await ownDevice();
        const id = toBase64(device.keys.publicKey);
        const previous = sync.core.log.items.findLast((message) => message.encrypted?.device === id)?.id;
        encrypted = await sealMessage(key, place, { ...content, ...(previous ? { previous } : {}) }, device);
        await keep?.(encrypted);
      }
      revealer.add(place.id, encrypted, content);
      try {
        return await call(encrypted);
      } catch (error) {
        if (!isStaleEpoch(error)) throw error;
        encrypted = undefined;
        refusals += 1;
      }
    }
    throw new ChatError('overloaded', 'the keys of the room change faster than this device can follow');
  };

  const callSignals = createCallSignals({
    roomId,
    device: ownDevice,
    currentKey: async () => (await ready(false)).key,
    keyOf,
    isInRoom: (of, device) => state.devices.some((each) => each.id === device && each.userId === of),
  });
  const load = async (messageId: string): Promise<Message> =>
    revealer.read(
      findMessage(sync.core, messageId) ?? (await context.call('message:get', { roomId, messageId })),
    );

  const stopWatching = account.subscribe(() => {
    refusedAt = null;
    if (state.status === 'waiting') setState({ status: 'starting', error: null });
    retry();
    sealKeys();
    look();
  });

  return {
    shown: revealer.shown,
    read: revealer.read,
    isDone: revealer.isDone,
    done: revealer.done,
    load,
    file: revealer.file,
    state: () => state,
    look,
    live: () => {
      retryTimer.stop();
      missingBefore = '';
      look();
    },
    send: (input, pending, save) => {
      const { text, ...rest } = input;
      refusePlain(rest);
      const files = statedFiles(pending.content.attachments ?? []);
      const content = { text, ...(files.length > 0 ? { files } : {}) };
      const place = { ...rest, kind: 'text' };
      const call = async (encrypted: EncryptedContent) =>
        revealer.shown(await callNow('message:send', { ...rest, text: '', encrypted }));
      const keep = (encrypted: EncryptedContent) => save(input.id, { encrypted });
      return inEpoch(place, content, pending.encrypted, call, keep);
    },
    edit: async (messageId, text, more = {}) => {
      refusePlain(more);
      const { author, kind, replyTo, threadId, attachments } = await load(messageId);
      // Nobody would take it for genuine: the signature is this device's.
      if (author.id !== userId)
        throw new ChatError('forbidden', 'only its author edits an encrypted message', {
          reason: 'encrypted_room',
        });
      // The new content has the files of the one before.
      const files = statedFiles(attachments);
      const content = { text, ...(files.length > 0 ? { files } : {}) };
      const place = { roomId, id: messageId, kind, replyTo, threadId };
      const input = { ...more, roomId, messageId, text: '' };
      const call = async (encrypted: EncryptedContent) =>
        revealer.shown(await context.call('message:edit', { ...input, encrypted }));
      return inEpoch(place, content, undefined, call);
    },
    readyToCall: async () => void (await ready(false)),
    sealSignal: callSignals.seal,
    openSignal: callSignals.open,
    messageKey: async (messageId) => {
      const message = await context.call('message:get', { roomId, messageId });
      const { encrypted, author } = message;
      const key = encrypted && (await keyOf(encrypted.epoch));
      if (!key) throw new ChatError('not_found', 'this device has no key of this message');
      await openMessage(key, message, author.id, encrypted).catch(() => {
        throw new ChatError('conflict', 'this message is not what its author has sent');
      });
      return toBase64(await messageKey(key, messageId));
    },
    safetyNumber: async (id) => trust.numberOf(inGroup().devices, id),
    verify: async (id, number) => {
      const { devices } = inGroup();
      if (number !== null && number !== (await trust.numberOf(devices, id)))
        throw new ChatError('conflict', 'the number has changed: compare it again', {
          reason: 'number_changed',
        });
      await account.keys.setVerifiedKeys(id, number === null ? [] : accountKeysOf(devices, id));
      setState(await trust.of(inGroup().devices));
    },
    close: () => {
      stopWatching();
      retryTimer.stop();
      linkTimer.stop();
    },
  };
};
