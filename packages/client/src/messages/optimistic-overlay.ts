import type { Message } from '@chat/protocol';

interface Layer {
  key: string;
  change: (message: Message) => Message;
}

/** Changes of stored messages that are shown before the server confirms them. */
export interface Overlay {
  /** Another map after every change. */
  readonly layers: ReadonlyMap<string, readonly Layer[]>;
  /** Adds a change, replacing the previous one of the same `key`. Returns a function that removes it. */
  put(messageId: string, key: string, change: (message: Message) => Message): () => void;
  /** Returns a message with its changes: the same object while neither has changed. */
  shown(message: Message): Message;
  /** The same for a list; returns the list itself if there are no changes. */
  list(messages: readonly Message[]): readonly Message[];
}

export const createOverlay = (onChange: () => void): Overlay => {
  let layers: ReadonlyMap<string, readonly Layer[]> = new Map();
  const cache = new WeakMap<readonly Layer[], WeakMap<Message, Message>>();

  const set = (messageId: string, list: readonly Layer[]) => {
    const next = new Map(layers);
    if (list.length > 0) next.set(messageId, list);
    else next.delete(messageId);
    layers = next;
    onChange();
  };
  const without = (messageId: string, drop: (layer: Layer) => boolean) =>
    (layers.get(messageId) ?? []).filter((layer) => !drop(layer));

  const shown: Overlay['shown'] = (message) => {
    const own = layers.get(message.id);
    if (own === undefined) return message;
    const made = cache.get(own) ?? new WeakMap<Message, Message>();
    cache.set(own, made);
    const known = made.get(message) ?? own.reduce((last, { change }) => change(last), message);
    made.set(message, known);
    return known;
  };

  return {
    get layers() {
      return layers;
    },
    put: (messageId, key, change) => {
      const layer = { key, change };
      set(messageId, [...without(messageId, (each) => each.key === key), layer]);
      return () => {
        if (layers.get(messageId)?.includes(layer))
          set(
            messageId,
            without(messageId, (each) => each === layer),
          );
      };
    },
    shown,
    list: (messages) => {
      if (layers.size === 0) return messages;
      const list = messages.slice();
      // The list may be long, and most changes are near its end.
      for (const id of layers.keys()) {
        const at = list.findLastIndex((message) => message.id === id);
        if (at >= 0) list[at] = shown(list[at] as Message);
      }
      return list;
    },
  };
};
