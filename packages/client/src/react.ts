import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ChatClient } from './chat-client.ts';
import { createChatClient, type ChatClientOptions } from './create-chat-client.ts';
import type { ConnectionStatus } from './connection/connection.ts';
import type { MemberList } from './features/members.ts';
import type { MessageList } from './messages/message-list.ts';
import type { PresenceList } from './features/presence.ts';
import type { ReceiptState } from './features/receipts.ts';
import type { RoomSummaries } from './features/rooms.ts';
import type { TypingList } from './features/typing.ts';
import type { Readable } from './state/readable.ts';
import type { ChatRoom, RoomState } from './room/chat-room.ts';
import { noop } from './platform/noop.ts';

/** Returns the value of a readable, and renders again when it changes. */
export const useReadable = <T>(readable: Readable<T>): T =>
  useSyncExternalStore(readable.subscribe, readable.get, readable.get);

/**
 * Clients of unmounted components, which may mount again at once: in development, React runs every effect
 * twice.
 */
const leaving = new WeakMap<ChatClient, ReturnType<typeof setTimeout>>();

/**
 * Returns a client that lives as long as the component; a new one if `url`, `name` or a string `token`
 * changes.
 */
export const useChatClient = (options: ChatClientOptions = {}): ChatClient => {
  const { url, name, token } = options;
  const client = useMemo(
    () => createChatClient(options),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a function or a storage written in place is new on every render
    [url, name, typeof token === 'function' ? '' : token],
  );
  useEffect(() => {
    clearTimeout(leaving.get(client));
    return () =>
      void leaving.set(
        client,
        setTimeout(() => void client.close()),
      );
  }, [client]);
  return client;
};

/** Returns `client.status`, always current. */
export const useConnection = (client: ChatClient): ConnectionStatus =>
  useSyncExternalStore(
    useMemo(() => (changed: () => void) => client.on('status', changed), [client]),
    () => client.status,
    () => client.status,
  );

/**
 * Joins a room while the component is mounted. If the server rejects that, the error is in the room's state.
 */
export const useRoom = (client: ChatClient, roomId: string): ChatRoom => {
  const room = client.room(roomId);
  useEffect(() => {
    room.join().catch(noop);
    return () => void room.leave({ keep: true }).catch(noop);
  }, [room]);
  return room;
};

export const useRoomState = (room: ChatRoom): RoomState => useReadable(room.state);
export const useMessages = (room: ChatRoom): MessageList => useReadable(room.messages);
export const useMembers = (room: ChatRoom): MemberList => useReadable(room.members);
export const usePresence = (room: ChatRoom): PresenceList => useReadable(room.presence);
export const useTyping = (room: ChatRoom): TypingList => useReadable(room.typing);
export const useReceipts = (room: ChatRoom): ReceiptState => useReadable(room.receipts);

/** Loads and returns my rooms. */
export const useRooms = (client: ChatClient): RoomSummaries => {
  const { rooms } = client;
  useEffect(() => void rooms.load().catch(noop), [rooms]);
  return useReadable(rooms);
};
