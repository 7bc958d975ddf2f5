import type { RoomPlace } from '../core/feature.ts';

/** The user may send files here, and the server keeps some. */
export const takesFiles = ({ client, room }: RoomPlace): boolean =>
  (client.limits?.maxFileBytes ?? 0) > 0 && room.state.get().can?.['file:upload'] === true;
