// An encrypted room on this device: its group, its keys, its messages.
import { ChatError, isTransient, type EncryptedContent, type Input, type Message } from '@chat/protocol';
import { backoffMs } from '../connection/backoff.ts';
import { asChatError } from '../connection/link.ts';
import type { EditContent } from '../features/messages.ts';
import type { SaveEncrypted } from '../outbox/outbox.ts';
import { noop } from '../platform/noop.ts';
import { createTimer } from '../platform/timer.ts';
import { findMessage } from '../room/extra-messages.ts';
import type { RoomContext } from '../room/room-context.ts';
import type { Account } from './account.ts';
import { toBase64 } from './encoding.ts';
import { createHistory } from './history-links.ts';
import { sealMessage, type MessagePlace } from './message-cipher.ts';
import { createMessageRevealer, type MessageRevealer } from './message-revealer.ts';
import { createRoomGroup, isWorn, type CurrentGroup } from './room-group.ts';
import { safetyNumber } from './safety-number.ts';

export { createAccount } from './account.ts';

/** A device that reads the room. */
export interface RoomDevice {
  userId: string;
  /** Its public key, base64url. */
  id: string;
  /** It is this one. */
  isOwn: boolean;
}

export interface EncryptionState {
  /**
   * starting: this device is joining. waiting: it joins once the user has approved it, see `client.encryption`. ready: it
   * reads and writes. failed: it cannot, see `error`.
   */
  status: 'starting' | 'waiting' | 'ready' | 'failed';
  error: ChatError | null;
  devices: readonly RoomDevice[];
  /** Ids of users of whom this device has seen more than one account key: they have a new device, or it is not theirs. */
  newKeys: readonly string[];
  /** Ids of users whose account the server has altered, replaced by an older one, or withholds: nothing is encrypted for it. */
  altered: readonly string[];
  /** Ids of users whose safety number this user has compared with them: all their devices here have keys of then. */
  verified: readonly string[];
  /** Ids of users who were verified, and have another account key now. */
  lapsed: readonly string[];
}

/** Stores what was encrypted, to be sent again as it is. */
type KeepSealed = (encrypted: EncryptedContent) => Promise<void> | undefined;

export interface RoomEncryption extends Pick<MessageRevealer, 'shown' | 'isDone' | 'done'> {
  state(): EncryptionState;
  /** The room has changed. */
  look(): void;
  /** The room is live again. */
  live(): void;
  /** `sealed`: what was encrypted before, of the same message. */
  send(
    input: Input<'message:send'>,
    sealed: EncryptedContent | undefined,
    save: SaveEncrypted,
  ): Promise<Message>;
  edit(messageId: string, text: string, more: EditContent | undefined): Promise<Message>;
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

const startingState: EncryptionState = {
  status: 'starting',
  error: null,
  devices: [],
  newKeys: [],
  altered: [],
  verified: [],
  lapsed: [],
};

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
const plainFields = ['attachments', 'location', 'data', 'to', 'forwardFrom'] as const;

const refusePlain = (input: Record<string, unknown>): void => {
  const field = plainFields.find((name) => input[name] !== undefined);
  if (field)
    throw new ChatError('conflict', 'an encrypted room takes text only', { reason: 'encrypted_room', field });
};

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
  const isBehind = (): boolean => !current || current.key.epoch < roomEpoch();

  const known = new Map<number, Uint8Array>();
  const keyOf = async (epoch: number): Promise<Uint8Array | undefined> => {
    const find = async () => known.get(epoch) ?? (await keys.key(epoch))?.key;
    let key = await find();
    // A message may arrive before the commit that begins its epoch was applied.
    if (!key && (!current || epoch > current.key.epoch)) {
      await following;
      key = await find();
    }
    if (!key && current && epoch < current.key.epoch && sharesHistory()) {
      await history.walk(current.key, epoch);
      key = await find();
    }
    if (key) known.set(epoch, key);
    return key;
  };
  const revealer = createMessageRevealer({ change: sync.change, keyOf });

  /** The account keys of a user's devices in the room. */
  const keysOf = ({ devices }: CurrentGroup, id: string): string[] => [
    ...new Set(devices.filter((each) => each.userId === id).map(({ accountKey }) => toBase64(accountKey))),
  ];

  const inGroup = (): CurrentGroup => {
    if (!current) throw new ChatError('not_found', 'this device is not in the room yet');
    return current;
  };
  const numberIn = (group: CurrentGroup, id: string): Promise<string> => {
    const [own, theirs] = [keysOf(group, userId), keysOf(group, id)];
    if (own.length === 0 || theirs.length === 0 || id === userId)
      throw new ChatError('not_found', 'no device of this user is in the room', { field: 'userId' });
    return safetyNumber({ userId, keys: own }, { userId: id, keys: theirs });
  };

  const trustOf = async (
    found: CurrentGroup,
  ): Promise<Pick<EncryptionState, 'newKeys' | 'verified' | 'lapsed'>> => {
    const [pinned, known] = [await account.keys.pin(found.devices), await account.keys.verifiedKeys()];
    const verified: string[] = [];
    const lapsed: string[] = [];
    for (const [id, verifiedKeys] of Object.entries(known)) {
      const current = keysOf(found, id);
      const isSame = current.every((key) => verifiedKeys.includes(key));
      if (current.length > 0) (isSame ? verified : lapsed).push(id);
    }
    return { newKeys: pinned.filter((id) => !verified.includes(id)), verified, lapsed };
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
    const isNew = found.key.epoch !== current?.key.epoch;
    current = found;
    if (!isNew) return found;
    ownId = toBase64((await ownDevice()).keys.publicKey);
    const devices = found.devices.map(({ userId: of, deviceKey }) => {
      const id = toBase64(deviceKey);
      return { userId: of, id, isOwn: id === ownId };
    });
    const altered = account.altered();
    setState({ status: 'ready', error: null, devices, altered, ...(await trustOf(found)) });
    revealer.retry();
    sealKeys();
    return found;
  };

  const follow = async (): Promise<void> => {
    retryTimer.stop();
    const at = JSON.stringify(sync.core.room?.mlsGroup);
    try {
      await use(await group.follow(roomEpoch()));
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
    history.retry();
    revealer.retry();
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
    if (current && isFit && !isWorn(current.key, now(), sync.core.seq)) return current;
    return use(await group.prepare({ epoch: roomEpoch(), isStale }));
  };

  /** Encrypts and calls, again in a later epoch if the server says that this one is over. */
  const inEpoch = async <T>(
    place: MessagePlace,
    text: string,
    sealed: EncryptedContent | undefined,
    call: (encrypted: EncryptedContent) => Promise<T>,
    keep?: KeepSealed,
  ): Promise<T> => {
    let encrypted = sealed;
    for (let refusals = 0; refusals < mostTries;) {
      if (!encrypted) {
        const { key } = await ready(refusals > 0);
        const device = await ownDevice();
        const id = toBase64(device.keys.publicKey);
        const previous = sync.core.log.items.findLast((message) => message.encrypted?.device === id)?.id;
        encrypted = await sealMessage(key, place, { text, ...(previous ? { previous } : {}) }, device);
        await keep?.(encrypted);
      }
      revealer.add(place.id, encrypted, text);
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

  const stopWatching = account.subscribe(() => {
    refusedAt = null;
    if (state.status === 'waiting') setState({ status: 'starting', error: null });
    history.retry();
    revealer.retry();
    sealKeys();
    look();
  });

  return {
    shown: revealer.shown,
    isDone: revealer.isDone,
    done: revealer.done,
    state: () => state,
    look,
    live: () => {
      retryTimer.stop();
      missingBefore = '';
      look();
    },
    send: (input, sealed, save) => {
      const { text, ...rest } = input;
      refusePlain(rest);
      const place = { ...rest, kind: 'text' };
      const call = async (encrypted: EncryptedContent) =>
        revealer.shown(await callNow('message:send', { ...rest, text: '', encrypted }));
      return inEpoch(place, text, sealed, call, (encrypted) => save(input.id, { encrypted }));
    },
    edit: async (messageId, text, more = {}) => {
      refusePlain(more);
      const { author, kind, replyTo, threadId } =
        findMessage(sync.core, messageId) ?? (await context.call('message:get', { roomId, messageId }));
      // Nobody would take it for genuine: the signature is this device's.
      if (author.id !== userId)
        throw new ChatError('forbidden', 'only its author edits an encrypted message', {
          reason: 'encrypted_room',
        });
      const place = { roomId, id: messageId, kind, replyTo, threadId };
      const input = { ...more, roomId, messageId, text: '' };
      const call = async (encrypted: EncryptedContent) =>
        revealer.shown(await context.call('message:edit', { ...input, encrypted }));
      return inEpoch(place, text, undefined, call);
    },
    safetyNumber: async (id) => numberIn(inGroup(), id),
    verify: async (id, number) => {
      const group = inGroup();
      if (number !== null && number !== (await numberIn(group, id)))
        throw new ChatError('conflict', 'the number has changed: compare it again', {
          reason: 'number_changed',
        });
      await account.keys.setVerifiedKeys(id, number === null ? [] : keysOf(group, id));
      setState(await trustOf(inGroup()));
    },
    close: () => {
      stopWatching();
      retryTimer.stop();
      linkTimer.stop();
    },
  };
};
