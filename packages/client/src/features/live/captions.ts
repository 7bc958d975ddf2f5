import type { Caption } from '@chat/protocol';
import type { LazyPart } from '../../lazy/lazy.ts';
import type { Readable } from '../../state/readable.ts';
import type { OnEvent, RoomContext } from '../../room/room-context.ts';

/** A caption to send. With the `captionId` of an earlier one, it replaces its text. */
export interface CaptionContent {
  captionId: string;
  text: string;
  /** The name of the speaker. */
  speaker?: string;
  /** The language of the text, such as `es` or `pt-BR`. */
  language?: string;
  /** The text will not change any more. Default false: an interim result. */
  final?: boolean;
}

/**
 * The captions of the last 10 s, oldest first, if the application sends any.
 * They may be in several languages.
 */
export interface Captions extends Readable<readonly Caption[]> {
  /** Shows a caption to everyone in the room. Needs `can['caption:send']`, or a bot. */
  send(caption: CaptionContent): Promise<void>;
}

export interface CaptionsFeature {
  api: LazyPart<Captions>;
  close(): void;
}

/** How long a caption stays after its last change. */
const shownMs = 10_000;
/** Most captions at a time; the oldest are dropped. */
const most = 32;

export const captions = (
  { roomId, call, now }: RoomContext,
  on: OnEvent,
  touch: () => void,
): CaptionsFeature => {
  let shown: readonly Caption[] = [];
  const changedAt = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (next: readonly Caption[]): void => {
    shown = next;
    for (const id of changedAt.keys())
      if (!next.some(({ captionId }) => captionId === id)) changedAt.delete(id);
    touch();
    clearTimeout(timer);
    if (next.length === 0) return;
    const first = Math.min(...changedAt.values());
    timer = setTimeout(expire, Math.max(0, first + shownMs - now()));
  };
  const expire = (): void =>
    show(shown.filter(({ captionId }) => (changedAt.get(captionId) ?? 0) + shownMs > now()));

  on('caption:changed', ({ captions: changed }) => {
    const byId = new Map(shown.map((caption) => [caption.captionId, caption]));
    for (const caption of changed) {
      // Over several nodes, an interim result may arrive after the final one.
      if (byId.get(caption.captionId)?.final && !caption.final) continue;
      byId.set(caption.captionId, caption);
      changedAt.set(caption.captionId, now());
    }
    show([...byId.values()].sort((one, other) => one.at - other.at).slice(-most));
  });

  return {
    api: {
      get: () => shown,
      send: async (caption) => void (await call('caption:send', { roomId, ...caption })),
    },
    close: () => clearTimeout(timer),
  };
};
