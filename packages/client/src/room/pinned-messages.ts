import type { Message } from '@chat/protocol';

/** What is known of a room's pinned messages. Immutable; changed by the functions below alone. */
export interface Pinned {
  /**
   * Pinned messages by id, and those that were, for what is told of them late; while they are being read, every message that
   * has changed since.
   */
  known: ReadonlyMap<string, Message>;
  /** Being read: what changes meanwhile is newer than the answer. */
  reading: boolean;
  loaded: boolean;
}

export const noPins: Pinned = { known: new Map(), reading: false, loaded: false };

export const beginReadingPins = (pinned: Pinned): Pinned => ({ ...pinned, reading: true });

/** With a message as it now is; the same when that does not concern pins. */
export const updatePins = (pinned: Pinned, message: Message): Pinned => {
  const before = pinned.known.get(message.id);
  const concerns =
    before !== undefined || pinned.reading || (pinned.loaded && message.pinnedAt !== undefined);
  if (!concerns || message.rev <= (before?.rev ?? 0)) return pinned;
  return { ...pinned, known: new Map(pinned.known).set(message.id, message) };
};

/** With all that are pinned, as they were read. */
export const setPins = ({ known: since }: Pinned, read: readonly Message[]): Pinned => {
  const all = new Map(read.map((message) => [message.id, message]));
  for (const message of since.values())
    if (message.rev > (all.get(message.id)?.rev ?? 0)) all.set(message.id, message);
  const known = new Map([...all].filter(([, { pinnedAt }]) => pinnedAt !== undefined));
  return { known, reading: false, loaded: true };
};

/** Without what was created before a moment and is no longer kept; the same when there is nothing of it. */
export const expirePins = (pinned: Pinned, before = 0): Pinned => {
  const known = new Map([...pinned.known].filter(([, { createdAt }]) => createdAt >= before));
  return known.size === pinned.known.size ? pinned : { ...pinned, known };
};
