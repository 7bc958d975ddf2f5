import type { ChatError, EditContent, MessageItem } from '@chat/client';
import { shown } from './composer-slots.ts';
import { emit } from '../core/emit.ts';
import { itemsIn } from './last-own.ts';
import type { ComposerPlace } from '../core/feature.ts';

/**
 * Changes what a message says. Who is refused is told, and has their words back where they write nothing else by then: as an edit,
 * or as something new to say where the message itself was never taken.
 */
export const sendEdit = (item: MessageItem, text: string, place: ComposerPlace): void => {
  const { room, host } = place;
  const changes = shown(place).map((feature) => feature.edited?.(text, item, place));
  const more = Object.assign({}, ...changes) as EditContent;
  room.messages.edit(item.id, text, more).catch((error: ChatError) => {
    emit(host, 'chat-error', { error });
    if (error.code === 'not_found' || host.editing || host.text) return;
    const failed = itemsIn(room, host.thread).some(({ id, status }) => id === item.id && status === 'failed');
    if (failed) host.insert(text);
    else host.edit(item, text);
  });
};
