import { isFor, type Message } from '@chat/protocol';
import type { Reading } from '../contract/storage.ts';

/** Whether a message exists for who reads. */
export const isRead = (message: Message, { reader, unfiltered }: Reading): boolean =>
  message.to === undefined || unfiltered === true || (reader !== undefined && isFor(message, reader));
