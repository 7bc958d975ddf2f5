import type { Profile, RoomFile } from '@chat/protocol';
import type { Awaitable } from '../async/awaitable.ts';
import type { AccessContext } from '../room/room-access.ts';

/** A file that somebody puts into a room. It has been received and looked at, and nothing of it is stored yet. */
export interface Upload {
  roomId: string;
  /** As it will be shown: the last part of a path, without what cannot be seen. */
  name: string;
  /** By its content, not by what its sender says. */
  type: string;
  /** Bytes, as they will be stored: of an image without its metadata. */
  size: number;
  /** Of an image, upright. */
  width?: number;
  height?: number;
  /** Where its bytes lie, to be read, until the hook is done. */
  path: string;
}

/** A picture that somebody makes theirs. It has been received and cut, and nothing of it is stored yet. */
export interface PictureUpload {
  /** As it will be stored. */
  type: 'image/webp';
  /** Bytes, as they will be stored. */
  size: number;
  /** Where its bytes lie, to be read, until the hook is done. */
  path: string;
}

/** What an upload needs of the command that it belongs to. */
export type UploadContext = AccessContext;

/** The upload hooks of the application, whatever context they get. */
export interface UploadHooksOf<C> {
  'before:file:upload'?: (context: C, upload: Upload) => Awaitable<{ name: string } | void>;
  'after:file:upload'?: (context: C, file: RoomFile) => Awaitable<void>;
  'before:picture:upload'?: (context: C, picture: PictureUpload) => Awaitable<void>;
  'after:picture:upload'?: (context: C, profile: Profile) => Awaitable<void>;
}
