import type { Call, ChatEvent, Message, RoomSnapshot, User } from '@chat/protocol';
import type { RoomCore, Viewer } from './room-state.ts';

export interface RoomSyncOptions {
  roomId: string;
  callNow: Call;
  connect: () => Promise<void>;
  isOnline: () => boolean;
  user: () => User | null;
  /** What is worked out by code that is loaded later; undefined until it has come. */
  rules: () => Pick<Viewer, 'rights' | 'people' | 'withOwnReactions'> | undefined;
  now: () => number;
  random: () => number;
  /** Messages of mine that were refused, and may be stored all the same: another page of mine may have sent them. */
  unsure: () => string[];
  /** The core or the status is another. `stored`: messages that were seen with it; `ids`: those of `unsure` that are stored. */
  onChange(stored: readonly Message[], ids?: readonly string[]): void;
  /** An event was applied. */
  onEvent(event: ChatEvent): void;
  /** A resume was applied: it stands for events that did not come. */
  onResume(before: RoomCore, resume: RoomSnapshot): void;
  /** The view is live again. */
  onLive(): void;
}
