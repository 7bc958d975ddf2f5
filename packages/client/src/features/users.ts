import type { Call, ChosenStatus, Input, Profile, User, UserPage } from '@chat/protocol';
import type { UploadTarget } from '../files/upload-file.ts';

export interface PictureOptions {
  /** Called with the share that was uploaded, 0 to 1. Not outside browsers. */
  onProgress?: (share: number) => void;
  /** Aborts the upload: the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Profiles of users, and my own. */
export interface Users {
  /**
   * Resolves to a user's profile; without an id to mine, with `own`. Rejects with `not_found` for users who
   * have never shared a room with me.
   */
  get(userId?: string): Promise<Profile>;
  /**
   * Finds users I know by the words of their names or how these begin, ignoring case and accents. `cursor`:
   * of the previous page.
   */
  search(query: string, options?: { limit?: number; cursor?: string }): Promise<UserPage>;
  /** Changes my profile; fields that are not given stay as they are, null removes one. */
  update(change: Input<'user:update'>): Promise<Profile>;
  /** Sets my picture. Rejects with `invalid` / `image_unreadable` if the file is not an image. */
  setPicture(file: Blob, options?: PictureOptions): Promise<Profile>;
  /** Sets my status in all my rooms; `until`: ms since the epoch. */
  setStatus(status: ChosenStatus, options?: { text?: string; until?: number }): Promise<void>;
}

export interface UsersContext {
  call: Call;
  uploads: UploadTarget;
  user: () => User | null;
  connect: () => Promise<void>;
  /** My name or picture has changed. */
  onUserChange: (user: User) => void;
}

export const users = ({ call, uploads, user, connect, onUserChange }: UsersContext): Users => {
  const mine = (profile: Profile): Profile => {
    onUserChange(profile.user);
    return profile;
  };
  return {
    get: async (userId) => {
      if (userId === undefined && user() === null) await connect();
      return call('user:get', { userId: userId ?? user()?.id ?? '' });
    },
    search: (query, options = {}) => call('user:search', { query, ...options }),
    update: async (change) => mine(await call('user:update', change)),
    setPicture: async (file, options = {}) => {
      const { uploadTo } = await import('../files/upload-file.ts');
      const path = '/profile/picture';
      return mine(await uploadTo<Profile>(uploads, { path, method: 'PUT', file, options, limited: false }));
    },
    setStatus: async (status, options = {}) => void (await call('presence:set', { status, ...options })),
  };
};
