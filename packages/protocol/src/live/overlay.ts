import * as v from 'valibot';
import { command } from '../command.ts';
import { id } from '../fields.ts';
import { nothing, schemaOf, time } from '../outputs.ts';
import { authorSchema, type Author } from '../features/users.ts';

/** The limits of overlays of every room. */
export const overlayLimits = { overlays: 20, defaultSeconds: 604_800, maxSeconds: 7_776_000 } as const;

/** A token by which a program that makes a video, such as OBS, shows the room. It can only read. */
export interface Overlay {
  overlayId: string;
  createdBy: Author;
  /** ms since the epoch. */
  createdAt: number;
  /** ms since the epoch. */
  expiresAt: number;
}

/** A new overlay. Its token is not stored: it is in this response only. */
export interface NewOverlay extends Overlay {
  token: string;
}

const entries = {
  overlayId: v.string(),
  createdBy: authorSchema,
  createdAt: time,
  expiresAt: time,
};

const overlaySchema = schemaOf<Overlay>()(v.object(entries));
const newOverlaySchema = schemaOf<NewOverlay>()(
  v.object({ ...entries, token: v.pipe(v.string(), v.description('in this response only')) }),
);

export const overlayCommands = {
  'overlay:create': command<NewOverlay>()({
    http: 'POST /rooms/:roomId/overlays',
    creates: true,
    summary: 'Create a token that can only read this room, for an overlay in a video (hosts)',
    input: v.strictObject({
      roomId: id,
      expiresInSeconds: v.optional(
        v.pipe(
          v.number(),
          v.integer('must be a whole number'),
          v.minValue(60, 'must be at least 60'),
          v.maxValue(overlayLimits.maxSeconds, `must be at most ${overlayLimits.maxSeconds}`),
        ),
      ),
    }),
    output: newOverlaySchema,
  }),
  'overlay:list': command<{ overlays: Overlay[] }>()({
    http: 'GET /rooms/:roomId/overlays',
    summary: 'List the overlay tokens of a room that work (hosts)',
    input: v.strictObject({ roomId: id }),
    output: v.object({ overlays: v.array(overlaySchema) }),
  }),
  'overlay:revoke': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/overlays/:overlayId',
    summary: 'Revoke an overlay token: its overlays end at once (hosts)',
    input: v.strictObject({ roomId: id, overlayId: id }),
    output: nothing,
  }),
};
