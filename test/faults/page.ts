import type { ChatError, Message } from '@chat/protocol';
import { createChatClient, type ChatClient, type ChatClientOptions, type ClientStorage } from '@chat/client';
import { memoryStorage } from '@chat/client';
import type { Writing, WritingLog } from './writing.ts';

/** A page in a browser: the real client, and a log of what its user did and saw. Reloading it keeps log and storage. */
export interface Page {
  readonly name: string;
  readonly log: PageLog;
  readonly client: ChatClient;
  /** Writes a text that nobody else writes. */
  write(roomId: string): void;
  /** Changes or deletes a message of this page that is stored, if there is one. */
  revise(roomId: string): void;
  /** Closes the page and opens it again. */
  reload(): Promise<void>;
  /** Texts that are on their way now. */
  inFlight(): string[];
  /** Nothing is left to be sent and every room is live. */
  isSettled(): boolean;
  /** For a message about a run that is stuck. */
  state(): unknown;
  /** All messages the page can show of a room. */
  shown(roomId: string): Promise<Message[]>;
  close(): Promise<void>;
}

export interface PageLog {
  name: string;
  userIds: Set<string>;
  writing: WritingLog;
  /** `seq` of new messages in the order of their events, for each load of the page and each room. */
  told: { roomId: string; seqs: number[] }[];
}

export interface PageOptions {
  name: string;
  rooms: readonly string[];
  writing: Writing;
  client: ChatClientOptions;
  /** One of its messages was acknowledged. */
  acked(): void;
}

export const openPage = ({ name, rooms, writing, client: given, acked }: PageOptions): Page => {
  const storage: ClientStorage = memoryStorage();
  const log: PageLog = { name, userIds: new Set(), writing, told: [] };
  let client: ChatClient;

  const load = (): void => {
    client = createChatClient({ ...given, storage });
    client.on('hello', ({ user }) => log.userIds.add(user.id));
    for (const roomId of rooms) {
      const room = client.room(roomId);
      const told = { roomId, seqs: [] as number[] };
      log.told.push(told);
      room.on('message:created', ({ message }) => told.seqs.push(message.seq));
      room.join().catch(({ code, message }: ChatError) => {
        // Otherwise the page was closed before it was there.
        if (code !== 'disconnected') writing.failed(`${name} cannot join ${roomId}: ${message}`);
      });
    }
  };
  load();

  const ownStored = (roomId: string): Message | undefined =>
    client
      .room(roomId)
      .messages.get()
      .items.findLast((item) => writing.isAcked(item.id) && item.deletedAt === undefined);

  return {
    name,
    log,
    get client() {
      return client;
    },
    write: (roomId) => {
      const text = writing.next(roomId);
      client
        .room(roomId)
        .messages.send({ text })
        .then(
          (message) => (writing.acked(text, message), acked()),
          // The page was closed: the message is in the outbox of the next one.
          ({ code, message }: ChatError) => {
            if (code !== 'disconnected') writing.failed(`${text}: ${message}`);
          },
        );
    },
    revise: (roomId) => {
      const message = ownStored(roomId);
      if (message === undefined) return;
      const { messages } = client.room(roomId);
      const revised = writing.revise(message);
      const call =
        revised.text === null ? messages.delete(message.id) : messages.edit(message.id, revised.text);
      // Nobody knows what became of one that was not answered.
      call.then(revised.acked, () => {});
    },
    reload: async () => {
      await client.close();
      load();
    },
    inFlight: () =>
      rooms.flatMap((roomId) =>
        client
          .room(roomId)
          .messages.get()
          .items.filter(({ status }) => status === 'sending')
          .map(({ text }) => text),
      ),
    isSettled: () =>
      rooms.every((roomId) => {
        const { state, messages } = client.room(roomId);
        return (
          state.get().status === 'joined' && messages.get().items.every(({ status }) => status === 'sent')
        );
      }),
    state: () => [
      name,
      client.status,
      client.error,
      ...rooms.map((roomId) => {
        const { state, messages } = client.room(roomId);
        const unsent = messages.get().items.filter(({ status }) => status !== 'sent');
        return [state.get().status, state.get().error, unsent.length, unsent[0]?.status, unsent[0]?.error];
      }),
    ],
    shown: async (roomId) => {
      const { messages } = client.room(roomId);
      while (await messages.loadOlder(100));
      return messages
        .get()
        .items.map(({ status: _status, mine: _mine, error: _error, ...message }) => message);
    },
    close: () => client.close(),
  };
};
