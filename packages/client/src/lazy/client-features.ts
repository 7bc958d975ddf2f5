import { ChatError, type Call, type ChatEvent, type Input, type User } from '@chat/protocol';
import type { Address } from '../connection/server-address.ts';
import { adoptOutbox } from '../outbox/adopt-outbox.ts';
import { createActivityReporter, type ActivityReporter } from '../platform/activity-reporter.ts';
import type { createCallRegistry } from '../calls/call-registry.ts';
import { createEncryptedRooms } from '../encryption/encrypted-rooms.ts';
import type * as roomEncryptionCode from '../encryption/room-encryption.ts';
import type { Connection } from '../connection/connection.ts';
import type { ChatClient, ClientEvents } from '../chat-client.ts';
import type { Credentials } from '../connection/credentials.ts';
import { accountKeys, type AccountKeysFeature } from '../features/encryption/encryption-accounts.ts';
import { blocks, type Blocks } from '../features/personal/blocks.ts';
import { customEmoji, type CustomEmojiList } from '../features/custom-emoji.ts';
import { calls, type CallsFeature } from '../features/calls.ts';
import { withoutReadable } from '../features/encryption/encryption.ts';
import { drafts, type DraftsFeature } from '../features/personal/drafts.ts';
import { personalData, type PersonalData } from '../features/data-rights.ts';
import { notifications, type Notifications } from '../features/personal/notifications.ts';
import { roomList, type RoomListFeature } from '../features/rooms.ts';
import { messageReminders, type RemindersFeature } from '../features/personal/message-reminders.ts';
import { saved, type SavedFeature } from '../features/personal/saved.ts';
import { searchAll, type Search } from '../features/search.ts';
import { users, type Users } from '../features/users.ts';
import { forgetUser } from '../outbox/forget-user.ts';
import { reconnectInCalls } from '../calls/reconnect-in-calls.ts';
import type { Emitter } from '../state/emitter.ts';
import type { RoomContext } from '../room/room-context.ts';
import type { RoomHandle } from '../room/create-room.ts';
import { createRoomFeatures, type RoomFeatures, type RoomFeaturesOptions } from './room-features.ts';
import { shareTabs } from '../tabs/share-tabs.ts';
import type { ClientStorage } from '../platform/client-storage.ts';
import type { OpenLink } from '../connection/link.ts';
import type { UploadTarget } from '../files/upload-file.ts';

/** The features of a client that its first view does not need. */
export interface ClientFeatures {
  rooms: RoomListFeature['api'];
  data: PersonalData;
  users: Users & Blocks;
  customEmoji: CustomEmojiList;
  notifications: Notifications;
  saved: SavedFeature['api'];
  reminders: RemindersFeature['api'];
  drafts: DraftsFeature['api'];
  encryption: AccountKeysFeature['api'];
  whole: { search: Search };
  calls: Pick<CallsFeature, 'get'>;
  /** Takes events about lists of rooms, calls, presence, saved messages, reminders and drafts. */
  receive(event: ChatEvent): void;
  /** Connected again. */
  online(): void;
  /** The client lists rooms. */
  onList(input: Input<'room:list'>): void;
  /** A different user signed in. */
  forget(): void;
  /** A room that is open here is new or has changed. */
  touch(): void;
  room(context: RoomContext, options: RoomFeaturesOptions): RoomFeatures;
  /** Starts reporting idleness and deliveries. */
  startActivityReporter(
    idleAfterMs: number,
    now: () => number,
    list: Pick<ChatClient['rooms'], 'get' | 'subscribe'>,
  ): ActivityReporter;
  /** Deletes the unsent messages of an erased user. */
  forgetErased(): Promise<void>;
  /** Takes over unsent messages of closed tabs. */
  adopt: typeof adoptOutbox;
}

export interface ClientFeaturesOptions {
  call: Call;
  connection: Pick<
    Connection,
    'setUser' | 'call' | 'callNow' | 'user' | 'hello' | 'error' | 'status' | 'relink' | 'wake'
  >;
  connect: () => Promise<void>;
  /** Null in process, where files cannot be uploaded. */
  address: (() => Address) | null;
  identity: Pick<Credentials, 'bearer' | 'handshake' | 'key' | 'renew'>;
  newId: () => string;
  rooms: ReadonlyMap<string, RoomHandle>;
  onChange: () => void;
  events: Emitter<ClientEvents>;
  on: ChatClient['on'];
  /** Null: does not share the connection with other tabs. */
  open: OpenLink | null;
  timeoutMs: number;
  storage: ClientStorage;
  server: () => string;
  now: () => number;
  /** Closes this client. */
  close: () => Promise<void>;
}

/** `makeRegistry`, `encryptionCode`: if calls and encrypted rooms are not to be loaded lazily. */
export const createClientFeatures = (
  options: ClientFeaturesOptions,
  makeRegistry?: typeof createCallRegistry,
  encryptionCode?: typeof roomEncryptionCode,
): ClientFeatures => {
  const { connection, connect, address, newId, onChange, identity, rooms, events, on } = options;
  const { storage, server, now, close } = options;
  const user = () => connection.user;
  const encryptedRooms = createEncryptedRooms({ storage, server, userId: () => user()?.id ?? '' });
  const isEncrypted = async (roomId: string) =>
    rooms.get(roomId)?.api.state.get().room?.encryption !== undefined || encryptedRooms.has(roomId);
  const call = withoutReadable(options.call, async (roomId) => {
    if (user() === null) await connect();
    return isEncrypted(roomId);
  });
  const uploads: UploadTarget = {
    base: () => {
      if (address === null)
        throw new ChatError('invalid', 'unable to upload; a session in process has no way for files');
      return address();
    },
    bearer: identity.bearer,
    maxBytes: async () => {
      if (connection.hello === null) await connect();
      return connection.hello?.limits.maxFileBytes ?? 0;
    },
  };
  const userId = async (): Promise<string> => {
    if (user() === null) await connect();
    return user()?.id ?? '';
  };
  const groupCalls = new Map<string, RoomFeatures['groupCall']>();
  const callIn = (roomId: string) => groupCalls.get(roomId)?.get() ?? null;
  const open = () => [...rooms.keys()];
  const live = (roomId: string) => rooms.get(roomId)?.summary() ?? null;
  const { api, ...list } = roomList(call, open, live, callIn, onChange);
  /** Updates my name and picture from presence or a profile, which do not contain my role. */
  const showUser = ({ name, avatarUrl, id }: User) => {
    const me = user();
    if (me?.id !== id || (me.name === name && me.avatarUrl === avatarUrl)) return;
    const { avatarUrl: _, ...rest } = me;
    const shown = { ...rest, name, ...(avatarUrl === undefined ? {} : { avatarUrl }) };
    connection.setUser(shown);
    events.emit('user', shown);
  };
  const callsFeature = calls({ call, callNow: connection.callNow, user, newId }, onChange, makeRegistry);
  const savedFeature = saved(call, onChange);
  const remindersFeature = messageReminders(call, onChange);
  const draftsFeature = drafts(call, onChange);
  on('status', (status) => {
    if (status === 'closed') draftsFeature.forget();
  });
  const keysFeature = accountKeys({ call, storage, server, userId, now, onChange, code: encryptionCode });
  const own = [callsFeature, savedFeature, remindersFeature, draftsFeature, keysFeature];
  const isInCall = () =>
    callsFeature.get().some(({ here }) => here) ||
    [...groupCalls.values()].some((each) => each.get()?.here === true);
  // Not in a simulation, which has its own randomness.
  if (options.open) reconnectInCalls(isInCall, connection, on);
  const online = () => {
    for (const each of own) each.online();
    return list.online();
  };
  const ownersOf = (id = user()?.id) => [id, user()?.id, identity.key(user())];
  const forgetMe = async () => {
    const owners = ownersOf();
    await identity.renew();
    // From here on this client writes nothing.
    await close();
    await forgetUser(storage, server(), owners);
    await storage.delete('device');
  };
  let activity: ActivityReporter | null = null;
  const tabs =
    options.open && address
      ? shareTabs({
          ...options,
          open: options.open,
          address,
          isIdle: () => activity?.idle === true,
          online,
        })
      : null;
  return {
    rooms: {
      ...api,
      create: async (input) => {
        const created = await api.create(input);
        // Whatever the server has made of it.
        if (input.encryption) encryptedRooms.add(created.id);
        return created;
      },
    },
    data: personalData({ call, uploads, userId, forget: forgetMe }),
    users: { ...users({ call, uploads, user, connect, onUserChange: showUser }), ...blocks(call) },
    customEmoji: customEmoji(call, address),
    notifications: notifications(call),
    saved: savedFeature.api,
    reminders: remindersFeature.api,
    drafts: draftsFeature.api,
    encryption: keysFeature.api,
    whole: { search: searchAll(call) },
    calls: callsFeature,
    receive: (event) => {
      if (event.type === 'room:changed' || event.type === 'room:removed') list.receive(event);
      else if (event.type === 'presence:changed')
        for (const { user: shown } of [...event.joined, ...event.updated]) showUser(shown);
      else if (event.type === 'saved:changed') savedFeature.receive(event);
      else if (event.type === 'reminder:changed') remindersFeature.receive(event);
      else if (event.type === 'draft:changed') draftsFeature.receive(event);
      else callsFeature.receive(event);
    },
    online,
    onList: (input) => tabs?.onList(input),
    forget: () => {
      list.forget();
      for (const each of own) each.forget();
    },
    touch: list.touch,
    room: (context, options) => {
      const onSendDraft = draftsFeature.onSend;
      const callNow = withoutReadable(context.callNow, isEncrypted);
      const rest = createRoomFeatures({ ...context, call, callNow }, uploads, callsFeature, {
        ...options,
        onSendDraft,
        storage,
        server,
        earlyKey: identity.key,
        encryption: { accountOf: keysFeature.accountOf, encryptedRooms, code: encryptionCode },
      });
      groupCalls.set(context.roomId, rest.groupCall);
      return rest;
    },
    startActivityReporter: (...given) => (activity = createActivityReporter(...given, connection, on)),
    adopt: adoptOutbox,
    forgetErased: async () => {
      const owners = ownersOf(connection.error?.userId);
      await identity.renew();
      await forgetUser(storage, server(), owners);
    },
  };
};
