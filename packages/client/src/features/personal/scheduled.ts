import { pageSize, type Input, type ScheduledMessage } from '@chat/protocol';
import type { LazyPart } from '../../lazy/lazy.ts';
import { createReload } from '../../state/reload.ts';
import type { Readable } from '../../state/readable.ts';
import type { OnEvent, RoomContext } from '../../room/room-context.ts';

export interface ScheduledList {
  /** My scheduled messages, and those that could not be sent, in the order of their times. */
  items: readonly ScheduledMessage[];
  loaded: boolean;
}

/** The content of a scheduled message. A retry with the same `id` does not schedule a second one. */
export type ScheduledContent = Omit<Input<'message:schedule'>, 'roomId' | 'id' | 'sendAt'> & { id?: string };

/** Messages of mine that the server sends later. */
export interface Scheduled extends Readable<ScheduledList> {
  /** Loads them and keeps them current from then on, through every reconnect. */
  load(): Promise<void>;
  /** `sendAt`: ms since the epoch. Resolves when the server has stored it; rejects with `ChatError`. */
  schedule(content: ScheduledContent, sendAt: number): Promise<ScheduledMessage>;
  /** Changes the text or the time; one that could not be sent is tried again then. */
  edit(
    id: string,
    change: Omit<Input<'message:editScheduled'>, 'roomId' | 'messageId'>,
  ): Promise<ScheduledMessage>;
  sendNow(id: string): Promise<void>;
  /** Rejects with `conflict` / `already_sent` if it is too late. */
  cancel(id: string): Promise<void>;
}

export interface ScheduledFeature {
  api: LazyPart<Scheduled>;
  /** Loads the list again: events may have been missed. */
  live(): void;
}

const nothing: ScheduledList = { items: [], loaded: false };

export const scheduled = (
  { roomId, call, newId, now }: RoomContext,
  on: OnEvent,
  touch: () => void,
): ScheduledFeature => {
  let list = nothing;
  let wanted = false;
  let loading: Promise<void> | null = null;
  let isOutdated = false;

  const show = (items: readonly ScheduledMessage[], loaded = list.loaded): void => {
    list = { items: [...items].sort(byTime), loaded };
    touch();
  };
  const put = (message: ScheduledMessage): ScheduledMessage => {
    if (list.loaded) show([...list.items.filter(({ id }) => id !== message.id), message]);
    return message;
  };
  const remove = (id: string): void => show(list.items.filter((each) => each.id !== id));

  const readAll = async (): Promise<ScheduledMessage[]> => {
    const found: ScheduledMessage[] = [];
    for (let hasMore = true; hasMore;) {
      const after = found.at(-1)?.id;
      const page = await call('message:scheduled', { roomId, limit: pageSize.max, ...(after && { after }) });
      found.push(...page.scheduled);
      hasMore = page.hasMore && page.scheduled.length > 0;
    }
    return found;
  };
  const read = async (): Promise<void> => {
    do {
      isOutdated = false;
      const found = await readAll();
      if (!isOutdated) show(found, true);
    } while (isOutdated);
  };
  const load = (): Promise<void> => {
    wanted = true;
    isOutdated = loading !== null;
    loading ??= read().finally(() => (loading = null));
    return loading;
  };
  const reload = createReload(load);
  /** Ids with an event since a command about them was sent. */
  const heard = new Set<string>();
  /** Shows what a command has stored, unless an event about it came first: the message may have been sent since. */
  const stored = async (id: string, command: Promise<ScheduledMessage>): Promise<ScheduledMessage> => {
    heard.delete(id);
    const message = await command;
    return heard.delete(id) ? message : put(message);
  };
  on('scheduled:changed', ({ messageId, scheduled: message }) => {
    heard.add(messageId);
    if (loading) isOutdated = true;
    else if (!list.loaded) return;
    else if (message) put(message);
    else remove(messageId);
  });

  const edit: Scheduled['edit'] = (messageId, change) =>
    stored(messageId, call('message:editScheduled', { roomId, messageId, ...change }));

  return {
    live: () => {
      if (wanted) reload.run();
    },
    api: {
      get: () => list,
      load,
      schedule: ({ id = newId(), ...content }, sendAt) =>
        stored(id, call('message:schedule', { roomId, id, ...content, sendAt })),
      edit,
      sendNow: async (id) => void (await edit(id, { sendAt: Math.floor(now()) })),
      cancel: async (messageId) => {
        await call('message:cancelScheduled', { roomId, messageId });
        remove(messageId);
      },
    },
  };
};

const byTime = (one: ScheduledMessage, other: ScheduledMessage): number =>
  one.sendAt - other.sendAt || (one.id < other.id ? -1 : 1);
