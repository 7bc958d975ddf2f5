import type { Messages } from '@chat/client';

/** The messages of a list: a room's, or a thread's, which has no gaps. */
export type ListSource = Pick<Messages, 'get' | 'subscribe' | 'loadOlder' | 'reach'> &
  Partial<Pick<Messages, 'fill'>>;
