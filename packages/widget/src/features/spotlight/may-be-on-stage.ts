import type { MessageContext } from '../../core/feature.ts';

/** Whether the user may put a message on stage: hosts, and messages for everybody. */
export const mayBeOnStage = ({ item, room }: MessageContext): boolean =>
  room.state.get().can?.['message:spotlight'] === true && !item.to && item.threadId === undefined;
