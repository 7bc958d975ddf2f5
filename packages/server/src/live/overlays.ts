import { ChatError, type CommandName, type DurableEvent } from '@chat/protocol';
import type { KnownIdentity } from '../auth/authenticate.ts';
import type { Connection, OverlayScope } from '../connections/connection.ts';
import type { Logger } from '../logger.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import { overlayKind, type StoredOverlay } from '../storage/decide/live/overlays.ts';
import { hashOf, newInviteCode } from '../users/invite-code.ts';

/** Signs in overlays by their tokens, and ends those whose token was revoked. */
export interface Overlays {
  /** Returns the identity of a token; null: it is no overlay token. Rejects if it does not work. */
  identify(token: string | undefined): Promise<KnownIdentity | null>;
  onConnected(connection: Connection): void;
  onDisconnected(connection: Connection): void;
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  close(): void;
}

export interface OverlayDeps {
  rooms: Pick<RoomRegistry, 'open'>;
  logger: Logger;
  now(): number;
}

/** Reads are tried again after this time, ms. */
const retryMs = 1_000;
const prefix = 'chat-overlay';

/** Makes a token, which names its room, and the hash to store. */
export const newOverlayToken = (roomId: string, overlayId: string): { token: string; hash: string } => {
  const secret = newInviteCode();
  const room = Buffer.from(roomId).toString('base64url');
  return { token: [prefix, room, overlayId, secret].join('.'), hash: hashOf(secret) };
};

/** The only commands of an overlay. All others, and those that are added later, are refused. */
const readable = new Set<CommandName>(['room:get', 'room:join', 'message:list', 'message:get']);

/** The one gate of overlays: throws unless the command reads the room of the token. */
export const admitOverlay = (scope: OverlayScope, name: CommandName, input: object): void => {
  const isOwnRoom = 'roomId' in input && input.roomId === scope.roomId;
  if (!readable.has(name) || !isOwnRoom)
    throw new ChatError('forbidden', 'an overlay can only read its room', { reason: 'overlay' });
};

const unknown = (): ChatError => new ChatError('unauthenticated', 'this overlay token does not work');

export const createOverlays = ({ rooms, logger, now }: OverlayDeps): Overlays => {
  /** By the id of their room. */
  const open = new Map<string, Set<Connection>>();
  const looking = new Map<string, { again: boolean }>();
  const retries = new Set<NodeJS.Timeout>();
  let closed = false;

  const stored = async (roomId: string, overlayId: string): Promise<StoredOverlay | null> => {
    const room = await rooms.open(roomId);
    const record = await room?.timeline.record(roomId, overlayKind, overlayId);
    return (record?.body as StoredOverlay | undefined) ?? null;
  };

  const check = async (roomId: string): Promise<void> => {
    for (const connection of open.get(roomId) ?? []) {
      const found = await stored(roomId, connection.overlay?.overlayId ?? '');
      if (!found && !closed) connection.end('unauthenticated');
    }
  };

  /** Ends the overlays of a room whose token is gone. One look at a time; a change meanwhile asks for another. */
  const look = async (roomId: string): Promise<void> => {
    const running = looking.get(roomId);
    if (running) return void (running.again = true);
    const state = { again: true };
    looking.set(roomId, state);
    try {
      while (state.again && !closed) {
        state.again = false;
        await check(roomId);
      }
    } catch (error) {
      if (closed) return;
      logger.warn({ err: error, roomId }, 'overlay tokens could not be read; it is tried again');
      const timer = setTimeout(() => {
        retries.delete(timer);
        void look(roomId);
      }, retryMs).unref();
      retries.add(timer);
    } finally {
      looking.delete(roomId);
    }
  };

  return {
    identify: async (token) => {
      const [kind, room, overlayId, secret] = token?.split('.') ?? [];
      if (kind !== prefix) return null;
      if (!room || !overlayId || !secret) throw unknown();
      const roomId = Buffer.from(room, 'base64url').toString();
      const found = await stored(roomId, overlayId);
      if (!found || found.hash !== hashOf(secret)) throw unknown();
      if (found.expiresAt <= now()) throw new ChatError('expired', 'the overlay token has expired');
      const user = { id: `overlay-${overlayId}`, name: 'Overlay' };
      const overlay = { roomId, overlayId, seq: found.seq };
      return { user, given: user, expiresAt: found.expiresAt, overlay };
    },
    onConnected: (connection) => {
      const { roomId = '' } = connection.overlay ?? {};
      open.set(roomId, (open.get(roomId) ?? new Set<Connection>()).add(connection));
      // It may have been revoked since its token was read.
      void look(roomId);
    },
    onDisconnected: (connection) => {
      const { roomId = '' } = connection.overlay ?? {};
      const all = open.get(roomId);
      all?.delete(connection);
      if (all?.size === 0) open.delete(roomId);
    },
    onPublished: (roomId, events) => {
      // A token is revoked, or erased with its user, by a change that members do not see.
      if (open.has(roomId) && events.some(({ type }) => type === 'skip' || type === 'room:updated'))
        void look(roomId);
    },
    close: () => {
      closed = true;
      for (const timer of retries) clearTimeout(timer);
      open.clear();
    },
  };
};
