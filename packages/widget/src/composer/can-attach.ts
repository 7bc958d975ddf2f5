import type { RoomContext } from '../core/feature.ts';

/** Whether the user may send files here, and the server stores files. */
export const takesFiles = ({ client, room }: RoomContext): boolean =>
  (client.limits?.maxFileBytes ?? 0) > 0 && room.state.get().can?.['file:upload'] === true;
