import { ChatError, type ChatRoom } from '@chat/client';
import type { RoomFile } from '@chat/protocol';

/** A file that is attached to the next message. */
export interface Draft {
  file: File;
  /** 0 to 1. */
  progress: number;
  /** The attachment, once it is uploaded. */
  stored?: RoomFile;
  /** Why the upload failed. */
  error?: ChatError;
  /** A local preview of the picture. */
  preview?: string;
  abort: AbortController;
}

/** The files of the next message of a composer. */
export interface Tray {
  readonly drafts: readonly Draft[];
  /** Names of files that the last `add` left out because the message has enough. */
  readonly leftOut: readonly string[];
  /** Files that the last `add` left out because the server would refuse them. */
  readonly tooLarge: readonly File[];
  /** Starts to upload files. Leaves out those above `maxBytes`, and those beyond `most`. */
  add(files: Iterable<File>, most: number, maxBytes: number): void;
  /** Clears `leftOut` and `tooLarge`. */
  dismiss(): void;
  retry(draft: Draft): void;
  /** Cancels an upload, or removes an uploaded file. */
  remove(draft: Draft): void;
  /** A message was sent with this file. */
  sent(draft: Draft): void;
  /** The message was sent with these files. */
  clear(): void;
}

/** Two uploads at a time: with more, none would show progress. */
const atOnce = 2;

export const createTray = (room: ChatRoom, changed: () => void): Tray => {
  let drafts: Draft[] = [];
  let leftOut: string[] = [];
  let tooLarge: File[] = [];
  const waiting: Draft[] = [];
  let running = 0;

  const forget = ({ preview }: Draft): void => {
    if (preview !== undefined) URL.revokeObjectURL(preview);
  };

  const dismiss = (): void => {
    leftOut = [];
    tooLarge = [];
    changed();
  };

  const drop = (draft: Draft): void => {
    forget(draft);
    drafts = drafts.filter((other) => other !== draft);
    dismiss();
  };

  const upload = async (draft: Draft): Promise<void> => {
    running += 1;
    try {
      const { posterOf } = draft.file.type.startsWith('video/') ? await import('./poster.ts') : {};
      draft.stored = await room.files.upload(draft.file, {
        ...(await posterOf?.(draft.file)),
        signal: draft.abort.signal,
        onProgress: (share) => {
          draft.progress = share;
          changed();
        },
      });
    } catch (failure) {
      draft.error = failure instanceof ChatError ? failure : new ChatError('disconnected', String(failure));
    }
    running -= 1;
    changed();
    next();
  };

  const next = (): void => {
    while (running < atOnce) {
      const draft = waiting.shift();
      if (draft === undefined) return;
      if (!draft.abort.signal.aborted) void upload(draft);
    }
  };

  return {
    get drafts() {
      return drafts;
    },
    get leftOut() {
      return leftOut;
    },
    get tooLarge() {
      return tooLarge;
    },
    dismiss,
    add: (files, most, maxBytes) => {
      const all = [...files];
      leftOut = [];
      tooLarge = all.filter(({ size }) => size > maxBytes);
      for (const file of all) {
        if (file.size > maxBytes) continue;
        if (drafts.length >= most) {
          leftOut = [...leftOut, file.name];
          continue;
        }
        const draft: Draft = { file, progress: 0, abort: new AbortController() };
        if (file.type.startsWith('image/')) draft.preview = URL.createObjectURL(file);
        drafts = [...drafts, draft];
        waiting.push(draft);
      }
      next();
      changed();
    },
    retry: (draft) => {
      delete draft.error;
      draft.progress = 0;
      waiting.push(draft);
      next();
      changed();
    },
    remove: (draft) => {
      draft.abort.abort();
      // The server deletes files that no message has after an hour.
      if (draft.stored) room.files.delete(draft.stored.fileId).catch(() => {});
      drop(draft);
    },
    sent: drop,
    clear: () => {
      drafts.forEach(forget);
      drafts = [];
      dismiss();
    },
  };
};
