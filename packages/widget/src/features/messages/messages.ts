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
import { ChatError, type ChatRoom, type Stop } from '@chat/client';
import { html, nothing } from 'lit';

/** How long the bar stays; the server's default. */
const undoMs = 10_000;

interface Undoable {
  list: MessageContext['list'];
  messageId: string;
  timer: ReturnType<typeof setTimeout>;
}

/** The last deletion in a room, and the elements that show it. */
const undoable = new WeakMap<ChatRoom, Undoable>();
const watchers = new WeakMap<ChatRoom, Set<() => void>>();

const set = (room: ChatRoom, next: Undoable | null): void => {
  clearTimeout(undoable.get(room)?.timer);
  if (next) undoable.set(room, next);
  else undoable.delete(room);
  for (const changed of watchers.get(room) ?? []) changed();
};

export const watchDeletions = ({ room }: RoomContext, changed: () => void): Stop[] => {
  const all = watchers.get(room) ?? new Set();
  watchers.set(room, all.add(changed));
  return [() => void all.delete(changed)];
};

/** Deletes a message for everyone, with an undo button for a few seconds. */
export const deleteWithUndo = ({ room, item, list, host, language }: MessageContext): void => {
  const hide = (): void => {
    if (undoable.get(room) === own) set(room, null);
  };
  const own = { list, messageId: item.id, timer: setTimeout(hide, undoMs) };
  set(room, own);
  list.say(language.text('justDeleted'));
  room.messages.delete(item.id).catch((error: unknown) => {
    hide();
    if (!isDropped(error)) emit(host, 'chat-error', { error });
  });
};

/** The deletion was undone before it was sent. */
const isDropped = (error: unknown): boolean => ChatError.is(error) && error.reason === 'discarded';

/** The undo bar above the composer. */
export const undoBar = ({ room, host, language }: ComposerContext): SlotContent => {
  const last = undoable.get(room);
  if (!last) return nothing;
  const undo = ({ detail }: MouseEvent): void => {
    set(room, null);
    // The focus goes with the button. Zero if a key presses it.
    if (detail === 0) host.focus();
    const { list, messageId } = last;
    room.messages.restore(messageId).then(
      () => {
        list.say(language.text('restored'));
        void list.scrollToMessage(messageId, false);
      },
      (error: unknown) => emit(host, 'chat-error', { error }),
    );
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
