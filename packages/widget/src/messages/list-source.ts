import type { Messages } from '@chat/client';

/** What a list of messages shows: the room's, or those of a thread, which has no gaps. */
export type ListSource = Pick<Messages, 'get' | 'subscribe' | 'loadOlder' | 'reach'> &
  Partial<Pick<Messages, 'fill'>>;
