import type { Profile, RoomFile } from '@chat/protocol';
import type { Awaitable } from '../async/awaitable.ts';
import type { AccessContext } from '../room/room-access.ts';

/**
 * A file that a user uploads into a room. It has been received and checked, and nothing of it is stored yet.
 */
export interface Upload {
  roomId: string;
  /** The displayed name: the last part of a path, without invisible characters. */
  name: string;
  /** The type detected from the content. */
  type: string;
  /** Bytes, as they will be stored: of an image without its metadata. */
  size: number;
  /** Width and height of an image, upright. */
  width?: number;
  height?: number;
  /** Path of the bytes, readable until the hook is done. */
  path: string;
}

/**
 * A profile picture that a user uploads. It has been received and cropped, and nothing of it is stored yet.
 */
export interface PictureUpload {
  /** The type in which it will be stored. */
  type: 'image/webp';
  /** Bytes, as they will be stored. */
  size: number;
  /** Path of the bytes, readable until the hook is done. */
  path: string;
}

/** The part of a command's context that an upload uses. */
export type UploadContext = AccessContext;

/** The upload hooks of the application, for any context. */
export interface UploadHooksOf<C> {
  'before:file:upload'?: (context: C, upload: Upload) => Awaitable<{ name: string } | void>;
  'after:file:upload'?: (context: C, file: RoomFile) => Awaitable<void>;
  'before:picture:upload'?: (context: C, picture: PictureUpload) => Awaitable<void>;
  'after:picture:upload'?: (context: C, profile: Profile) => Awaitable<void>;
}
