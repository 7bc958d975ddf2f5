import { reachableUrl } from '../files/served-url.ts';
import type { Call, Erasure, ExportFormat, ExportLanguage } from '@chat/protocol';
import type { RoomContext } from '../room/room-context.ts';
import type { UploadTarget } from '../files/upload-file.ts';

/** What the server keeps of me. */
export interface PersonalData {
  /** An address at which everything that is kept of me can be downloaded as JSON, good for five minutes. */
  export(): Promise<string>;
  /**
   * Erases me for good: what I said and sent, everywhere. The connection ends, and this device forgets what it kept. The rest goes
   * by itself; others see it go.
   */
  erase(): Promise<Erasure>;
  /**
   * Signs this device out: deletes the guest's token, the queue of unsent messages and the device's id, and closes the client.
   * A guest cannot come back as the same guest. The server keeps what it has.
   */
  forgetDevice(): Promise<void>;
}

/** How a transcript is to be written. */
export interface ExportOptions {
  /** Default `json`. */
  format?: ExportFormat;
  /** Of the words between what was said. Default `en`. */
  language?: ExportLanguage;
}

interface Deps {
  call: Call;
  uploads: UploadTarget;
  /** My id, as soon as it is known. */
  userId: () => Promise<string>;
  forget: () => Promise<void>;
}

export const personalData = ({ call, uploads, userId, forget }: Deps): PersonalData => ({
  export: async () => {
    const { url } = await call('user:export', { userId: await userId() });
    return reachableUrl(url, uploads.base());
  },
  erase: async () => call('user:erase', { userId: await userId() }),
  forgetDevice: forget,
});

/** An address at which a room's transcript can be downloaded, good for five minutes. */
export const exportRoom =
  ({ call, roomId }: Pick<RoomContext, 'call' | 'roomId'>, uploads: UploadTarget) =>
  async (options: ExportOptions = {}): Promise<string> => {
    const { url } = await call('room:export', { roomId, ...options });
    return reachableUrl(url, uploads.base());
  };
