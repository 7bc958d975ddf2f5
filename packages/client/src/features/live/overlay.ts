import type { Input, NewOverlay, Overlay } from '@chat/protocol';
import type { RoomContext } from '../../room/room-context.ts';

/** Tokens by which OBS and other programs show the room in a video. All need `can['overlay:create']`. */
export interface Overlays {
  /** Creates a token that can only read this room. It is in this response only. Rejects with `ChatError`. */
  create(options?: Omit<Input<'overlay:create'>, 'roomId'>): Promise<NewOverlay>;
  /** Lists those that work, without their tokens. */
  list(): Promise<readonly Overlay[]>;
  /** Overlays with this token end at once. */
  revoke(overlayId: string): Promise<void>;
}

export const overlays = ({ roomId, call }: RoomContext): Overlays => ({
  create: (options) => call('overlay:create', { roomId, ...options }),
  list: async () => (await call('overlay:list', { roomId })).overlays,
  revoke: async (overlayId) => void (await call('overlay:revoke', { roomId, overlayId })),
});
