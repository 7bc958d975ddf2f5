import { ChatError, type ChatRoom } from '@chat/client';
import type { RoomFile } from '@chat/protocol';

/** A file on its way into the next message. */
export interface Draft {
  file: File;
  /** 0 to 1. */
  progress: number;
  /** The attachment, once it is uploaded. */
  stored?: RoomFile;
  /** Why it did not come through. */
  error?: ChatError;
  /** A picture of it, as the page holds it. */
  preview?: string;
  abort: AbortController;
}

/** The files that the next message of one composer takes along. */
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
  /** Breaks off or takes back. */
  remove(draft: Draft): void;
  /** A message took this one. */
  sent(draft: Draft): void;
  /** The message took them. */
  clear(): void;
}

/** A message has few files, so they go two at a time: all at once none would be seen to move. */
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
      draft.stored = await room.files.upload(draft.file, {
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
      // Not sent, it would go by itself in an hour.
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
