import type { Call, ChosenStatus, Input, Profile, User, UserPage } from '@chat/protocol';
import type { UploadTarget } from '../files/upload-file.ts';

export interface PictureOptions {
  /** How much has gone out, 0 to 1. Not told where a page cannot know it. */
  onProgress?: (share: number) => void;
  /** Breaks it off: the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** People, and myself among them. */
export interface Users {
  /** Somebody's profile: how they are, and what they say of themselves. Without an id: mine, with `own`. `not_found` for who has never shared a room with me. */
  get(userId?: string): Promise<Profile>;
  /** Those I know, by the words of their names or how these begin; without case and accents. `cursor`: of the page before. */
  search(query: string, options?: { limit?: number; cursor?: string }): Promise<UserPage>;
  /** Changes what I say of myself; what is not named stays, null takes away. */
  update(change: Input<'user:update'>): Promise<Profile>;
  /** Makes an image my picture. Rejects with `invalid` / `image_unreadable` for what is none. */
  setPicture(file: Blob, options?: PictureOptions): Promise<Profile>;
  /** How I am, on all my pages and in all my rooms, until a time if given, ms since the epoch. */
  setStatus(status: ChosenStatus, options?: { text?: string; until?: number }): Promise<void>;
}

export interface UsersContext {
  call: Call;
  uploads: UploadTarget;
  user: () => User | null;
  connect: () => Promise<void>;
  /** I am shown otherwise from now on. */
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
