import type { ChatEvent } from '@chat/protocol';

/** Events for many connections, encoded once. */
export interface Batch {
  readonly events: ChatEvent[];
  /** JSON of the whole `events` packet's data: `["events",[…]]`. */
  readonly json: string;
  /** The websocket frame of it, created on first use. */
  frame?: Buffer;
}

/** A flush is split into pieces of about this size, so that no reader waits for a megabyte. */
const maxJsonLength = 65_536;

/** Splits events into as few batches as their size allows, in order. */
export const toBatches = (events: ChatEvent[]): Batch[] => {
  const batches: Batch[] = [];
  let taken: ChatEvent[] = [];
  let parts: string[] = [];
  let length = 0;
  const close = (): void => {
    if (taken.length > 0) batches.push({ events: taken, json: `["events",[${parts.join(',')}]]` });
    taken = [];
    parts = [];
    length = 0;
  };
  for (const event of events) {
    const part = JSON.stringify(event);
    if (length + part.length > maxJsonLength) close();
    taken.push(event);
    parts.push(part);
    length += part.length;
  }
  close();
  return batches;
};
