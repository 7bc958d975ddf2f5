import { ChatError, type Call, type ChatEvent, type User } from '@chat/protocol';
import type { Address } from './address.ts';
import { watchBeside } from './beside.ts';
import type { callBook } from './call-book.ts';
import type { Connection } from './connection.ts';
import type { Credentials } from './credentials.ts';
import { calls, type CallsFeature } from './features/calls.ts';
import { personalData, type PersonalData } from './features/data-rights.ts';
import { notifications, type Notifications } from './features/notifications.ts';
import { roomList, type LiveSummary, type RoomListFeature } from './features/rooms.ts';
import { searchAll, type Search } from './features/search.ts';
import { users, type Users } from './features/users.ts';
import { forgetDevice } from './forget-device.ts';
import type { RoomContext } from './room-context.ts';
import { roomRest, type RoomRest, type RoomRestOptions } from './room-rest.ts';
import type { UploadPlace } from './upload-place.ts';

/** What a client can do beside connecting and showing rooms. */
export interface ClientRest {
  rooms: RoomListFeature['api'];
  data: PersonalData;
  users: Users;
  notifications: Notifications;
  whole: { search: Search };
  calls: Pick<CallsFeature, 'get'>;
  /** Of lists of rooms, of calls, and of me. */
  receive(event: ChatEvent): void;
  /** The connection is up again. */
  online(): void;
  /** Another user looks now. */
  forget(): void;
  /** A room that is open here has changed, or an open room is new. */
  touch(): void;
  room(context: RoomContext, options: RoomRestOptions): RoomRest;
  watchBeside: typeof watchBeside;
  forgetDevice: typeof forgetDevice;
}

export interface ClientRestOptions {
  call: Call;
  connection: Pick<Connection, 'callNow' | 'user' | 'limits'>;
  connect: () => Promise<void>;
  /** Null in process, where there is no way for files. */
  address: (() => Address) | null;
  bearer: Credentials['bearer'];
  newId: () => string;
  become: (user: User) => void;
  open: () => readonly string[];
  live: LiveSummary;
  changed: () => void;
}

/** `book`: where it is not to be loaded later. */
export const clientRest = (options: ClientRestOptions, book?: typeof callBook): ClientRest => {
  const { call, connection, connect, address, newId, changed } = options;
  const user = () => connection.user;
  const uploads: UploadPlace = {
    base: () => {
      if (address === null)
        throw new ChatError('invalid', 'unable to upload; a session in process has no way for files');
      return address();
    },
    bearer: options.bearer,
    maxBytes: async () => {
      if (connection.limits === null) await connect();
      return connection.limits?.maxFileBytes ?? 0;
    },
  };
  const userId = async (): Promise<string> => {
    if (user() === null) await connect();
    return user()?.id ?? '';
  };
  const groupCalls = new Map<string, RoomRest['groupCall']>();
  const callIn = (roomId: string) => groupCalls.get(roomId)?.get() ?? null;
  const { api, ...list } = roomList(call, options.open, options.live, callIn, changed);
  /** What is told of me in a room, or answered to me. Rights are not in it. */
  const become = ({ name, avatarUrl, id }: User) => {
    const me = user();
    if (me?.id !== id || (me.name === name && me.avatarUrl === avatarUrl)) return;
    const { avatarUrl: _, ...rest } = me;
    options.become({ ...rest, name, ...(avatarUrl === undefined ? {} : { avatarUrl }) });
  };
  const calling = calls({ call, callNow: connection.callNow, user, newId }, changed, book);
  return {
    rooms: api,
    data: personalData({ call, uploads, userId }),
    users: users({ call, uploads, user, connect, changed: become }),
    notifications: notifications(call),
    whole: { search: searchAll(call) },
    calls: calling,
    receive: (event) => {
      if (event.type === 'room:changed' || event.type === 'room:removed') list.receive(event);
      else if (event.type === 'presence:changed')
        for (const { user: shown } of [...event.joined, ...event.updated]) become(shown);
      else calling.receive(event);
    },
    online: () => {
      list.online();
      calling.online();
    },
    forget: () => {
      list.forget();
      calling.forget();
    },
    touch: list.touch,
    room: (context, own) => {
      const rest = roomRest(context, uploads, calling, own);
      groupCalls.set(context.roomId, rest.groupCall);
      return rest;
    },
    watchBeside,
    forgetDevice,
  };
};
