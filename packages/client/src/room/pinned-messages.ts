import type { Message } from '@chat/protocol';

/** The pinned messages of a room. Immutable: changed by the functions below only. */
export interface Pinned {
  /**
   * By id: pinned messages, and messages that were pinned before, against older events about them. During a
   * load also every message that has changed since its request.
   */
  known: ReadonlyMap<string, Message>;
  /** Being loaded: changes since the request are newer than the response. */
  reading: boolean;
  loaded: boolean;
}

export const noPins: Pinned = { known: new Map(), reading: false, loaded: false };

export const beginReadingPins = (pinned: Pinned): Pinned => ({ ...pinned, reading: true });

/** Updates a message; returns the same object if it does not concern pins. */
export const updatePins = (pinned: Pinned, message: Message): Pinned => {
  const before = pinned.known.get(message.id);
  const concerns =
    before !== undefined || pinned.reading || (pinned.loaded && message.pinnedAt !== undefined);
  if (!concerns || message.rev <= (before?.rev ?? 0)) return pinned;
  return { ...pinned, known: new Map(pinned.known).set(message.id, message) };
};

/** Sets all pinned messages, as they were loaded. */
export const setPins = ({ known: since }: Pinned, read: readonly Message[]): Pinned => {
  const all = new Map(read.map((message) => [message.id, message]));
  for (const message of since.values())
    if (message.rev > (all.get(message.id)?.rev ?? 0)) all.set(message.id, message);
  const known = new Map([...all].filter(([, { pinnedAt }]) => pinnedAt !== undefined));
  return { known, reading: false, loaded: true };
};

/** Removes messages created before a time, which retention has deleted. */
export const expirePins = (pinned: Pinned, before = 0): Pinned => {
  const known = new Map([...pinned.known].filter(([, { createdAt }]) => createdAt >= before));
  return known.size === pinned.known.size ? pinned : { ...pinned, known };
};
