import { copyText } from '../../dom/clipboard.ts';
import { emit } from '../../core/emit.ts';
import { icons } from '../../ui/all-icons.ts';
import type {
  Feature,
  MessageAction,
  MessageContext,
  ComposerContext,
  SlotContent,
  RoomContext,
} from '../../core/feature.ts';
import { undoStyle } from './undo.styles.ts';
import type { ChatRoom, Deletion, Stop } from '@chat/client';
import { html, nothing } from 'lit';

/** How long a deletion can be undone; the client deletes then. */
const undoMs = 5_000;

interface Undoable {
  deletion: Deletion;
  list: MessageContext['list'];
  messageId: string;
}

/** The deletion in a room that can be undone, and the elements that show it. */
const undoable = new WeakMap<ChatRoom, Undoable>();
const watchers = new WeakMap<ChatRoom, Set<() => void>>();

const set = (room: ChatRoom, next: Undoable | null): void => {
  if (next) undoable.set(room, next);
  else undoable.delete(room);
  for (const changed of watchers.get(room) ?? []) changed();
};

export const watchDeletions = ({ room }: RoomContext, changed: () => void): Stop[] => {
  const all = watchers.get(room) ?? new Set();
  watchers.set(room, all.add(changed));
  return [() => void all.delete(changed)];
};

/** Deletes a message in a few seconds, with an undo button until then. */
export const deleteWithUndo = ({ room, item, list, host, language }: MessageContext): void => {
  const deletion = room.messages.deleteSoon(item.id, undoMs);
  const own = { deletion, list, messageId: item.id };
  set(room, own);
  list.say(language.text('justDeleted'));
  const forget = (): void => {
    if (undoable.get(room) === own) set(room, null);
  };
  deletion.done.catch((error: unknown) => emit(host, 'chat-error', { error })).finally(forget);
};

/** The undo bar above the composer. */
export const undoBar = ({ room, language }: ComposerContext): SlotContent => {
  const last = undoable.get(room);
  if (!last) return nothing;
  const undo = (): void => {
    if (!last.deletion.undo()) return;
    set(room, null);
    last.list.say(language.text('restored'));
    void last.list.scrollToMessage(last.messageId);
  };
  return html`<div class="undo" role="group" aria-label=${language.text('justDeleted')}>
    <span>${language.text('justDeleted')}</span>
    <button type="button" class="link" @click=${undo}>${language.text('undo')}</button>
  </div>`;
};

const edit = ({ item, host, language }: MessageContext): MessageAction => ({
  name: 'edit',
  label: language.text('edit'),
  icon: icons.edit,
  run: () => emit(host, 'chat-edit', { message: item }),
});

const copy = ({ item, list, language, host }: MessageContext): MessageAction => ({
  name: 'copy',
  label: language.text('copy'),
  icon: icons.copy,
  run: () => void copyText(item.text, host.ownerDocument).then(() => list.say(language.text('copied'))),
});

const remove = (context: MessageContext): MessageAction => ({
  name: 'delete',
  label: context.language.text('delete'),
  icon: icons.trash,
  confirm: context.language.text('confirmDelete'),
  destructive: true,
  run: () => deleteWithUndo(context),
});

/** Edit, copy and delete a message. */
export const messages: Feature = {
  name: 'messages',
  watch: watchDeletions,
  renderBeforeField: undoBar,
  styles: { composer: undoStyle },
  actions: (context) => {
    const { item, room } = context;
    const { can } = room.state.get();
    return [
      ...(item.mine && can?.['message:edit'] ? [edit(context)] : []),
      copy(context),
      ...(can?.[item.mine ? 'message:delete' : 'message:moderate'] ? [remove(context)] : []),
    ];
  },
};
