import type { Message } from '@chat/protocol';

interface Layer {
  key: string;
  change: (message: Message) => Message;
}

/** What the page shows of stored messages before the server has answered. */
export interface Overlay {
  /** Another map after every change. */
  readonly layers: ReadonlyMap<string, readonly Layer[]>;
  /** Shows a message otherwise, in place of what `key` did to it before; answers the way to take that off again. */
  put(messageId: string, key: string, change: (message: Message) => Message): () => void;
  /** A message as it is shown: the same object as long as neither it nor its layers change. */
  shown(message: Message): Message;
  /** The same for a list: itself while there is nothing to show otherwise. */
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
    list: (messages) => (layers.size === 0 ? messages : messages.map(shown)),
  };
};
