import { isFor, type Message } from '@chat/protocol';
import type { ReadScope } from '../contract/storage.ts';

/** Whether the reader may see a message. */
export const isVisibleTo = (message: Message, { reader, unfiltered }: ReadScope): boolean =>
  message.to === undefined || unfiltered === true || (reader !== undefined && isFor(message, reader));
