import type { Call, User } from '@chat/protocol';
import type { UploadPlace } from './upload-place.ts';
import type { RoomSync } from './room-sync.ts';

/** What a feature of a room is given. */
export interface RoomContext {
  roomId: string;
  /** Waits for the connection. */
  call: Call;
  /** Rejects at once unless online. */
  callNow: Call;
  sync: RoomSync;
  uploads: UploadPlace;
  user: () => User | null;
  now: () => number;
}
