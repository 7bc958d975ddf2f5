import { ChatError, overlayLimits, type Overlay, type overlayCommands } from '@chat/protocol';
import type { Handlers } from '../../commands/context.ts';
import { newOverlayToken } from '../../live/overlays.ts';
import { accessRoom, accessWith, recheckAccess } from '../../room/room-access.ts';
import { overlayKind, type StoredOverlay } from '../../storage/decide/live/overlays.ts';

const toOverlay = ({ hash: _hash, seq: _seq, ...overlay }: StoredOverlay): Overlay => overlay;

export const overlays: Handlers<keyof typeof overlayCommands> = {
  'overlay:create': async (context, { roomId, expiresInSeconds = overlayLimits.defaultSeconds }) => {
    const { room } = await accessRoom(context, roomId);
    const { user: actor, now } = context;
    const overlayId = context.id();
    const { token, hash } = newOverlayToken(roomId, overlayId);
    const at = now();
    const expiresAt = at + expiresInSeconds * 1_000;
    const { records = [] } = await room.commit({
      kind: 'create-overlay',
      actor,
      at,
      overlayId,
      hash,
      expiresAt,
    });
    const stored = records.find(({ key, body }) => key === overlayId && body !== null);
    if (!stored?.body) throw new ChatError('internal', 'the overlay was not stored');
    return { ...toOverlay(stored.body as StoredOverlay), token };
  },
  'overlay:list': async (context, { roomId }) => {
    const access = await accessWith(context, roomId, 'overlay:create');
    const { room } = access;
    const { records } = await room.timeline.records(roomId, overlayKind, { limit: overlayLimits.overlays });
    await recheckAccess(context, access, [room.head], 'overlay:create');
    const all = records.map(({ body }) => toOverlay(body as StoredOverlay));
    return { overlays: all.filter(({ expiresAt }) => expiresAt > context.now()) };
  },
  'overlay:revoke': async (context, { roomId, overlayId }) => {
    const { room } = await accessRoom(context, roomId);
    const { user: actor, now } = context;
    await room.commit({ kind: 'revoke-overlay', actor, at: now(), overlayId });
    return {};
  },
};
