import type { Input, NewOverlay, Overlay } from '@chat/protocol';
import type { UploadTarget } from '../../files/upload-file.ts';
import type { RoomContext } from '../../room/room-context.ts';

/** Tokens by which OBS and other programs show the room in a video. They need `can['overlay:create']`. */
export interface Overlays {
  /** Creates a token that can only read this room. It is in this response only. Rejects with `ChatError`. */
  create(options?: Omit<Input<'overlay:create'>, 'roomId'>): Promise<NewOverlay>;
  /**
   * Resolves to the address of the page with a token. `parameters`: those of the page, such as `show`, `theme` and
   * `--chat-accent`. Needs no right.
   */
  url(token: string, parameters?: Readonly<Record<string, string>>): Promise<string>;
  /** Lists those that work, without their tokens. */
  list(): Promise<readonly Overlay[]>;
  /** Overlays with this token end at once. */
  revoke(overlayId: string): Promise<void>;
}

export const overlays = ({ roomId, call }: RoomContext, server: Pick<UploadTarget, 'base'>): Overlays => ({
  create: (options) => call('overlay:create', { roomId, ...options }),
  url: async (token, parameters = {}) => {
    const { origin, path } = server.base();
    const query = new URLSearchParams({ room: roomId, token, ...parameters });
    return `${origin}${path}/overlay?${String(query)}`;
  },
  list: async () => (await call('overlay:list', { roomId })).overlays,
  revoke: async (overlayId) => void (await call('overlay:revoke', { roomId, overlayId })),
});
