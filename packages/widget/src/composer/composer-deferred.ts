import { emit } from '../core/emit.ts';
import { features } from '../core/feature-registry.ts';
import type { ComposerContext, SlotContent } from '../core/feature.ts';
import type { MessageItem, ChatRoom, ChatError, EditContent } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';
import { shownFeatures } from './composer-slots.ts';
import type { ComposerLock } from './composer-lock.ts';

/** Hands a feature what was chosen for it, once the feature is loaded, and focuses the composer. */
export const composeFeature = async (
  name: string,
  detail: unknown,
  context: ComposerContext,
): Promise<void> => {
  const { host } = context;
  const feature = features.find((each) => each.name === name);
  try {
    await feature?.lazy?.part.load();
    feature?.onCompose?.(detail, context);
    host.requestUpdate();
    await host.updateComplete;
    host.focus();
  } catch (error) {
    emit(host, 'chat-error', { error });
  }
};

/**
 * Sizes the field to its text, in browsers without `field-sizing`: next to the tools while it is one line, else above
 * them.
 */
export const growField = (field: HTMLTextAreaElement | null): void => {
  if (!field || CSS.supports('field-sizing', 'content')) return;
  const { style } = field;
  style.inlineSize = '0';
  style.blockSize = 'auto';
  style.flexBasis = field.scrollHeight > field.clientHeight ? '100%' : '';
  style.blockSize = `${field.scrollHeight}px`;
};

/** The counter shows below this many remaining characters. */
const nearLimit = 200;

/** The number of remaining characters, if few. Its live region is always in the page. */
export const remainingCount = (left: number, language: Language): SlotContent =>
  left > nearLimit
    ? nothing
    : html`<span class=${left < 0 ? 'left over' : 'left'}
        >${language.plural(left < 0 ? 'charactersOver' : 'charactersLeft', Math.abs(left))}</span
      >`;

/** The message being edited, and a cancel button. */
export const editingNotice = (item: MessageItem, language: Language, onCancel: () => void): TemplateResult =>
  html`<div class="editing">
    ${icons.edit}
    <span><b>${language.text('editingMessage')}</b><br />${item.text}</span>
    <button type="button" class="icon-button" aria-label=${language.text('cancel')} @click=${onCancel}>
      ${icons.close}
    </button>
  </div>`;

/** The messages shown for a room, or for a thread. */
export const itemsIn = (room: ChatRoom, thread: string): readonly MessageItem[] =>
  (thread ? room.thread(thread) : room.messages).get().items;

/** The last own message that the user may edit. A pending message counts: it is edited once it is stored. */
export const lastOwnMessage = (room: ChatRoom | null, thread: string): MessageItem | undefined => {
  if (!room?.state.get().can?.['message:edit']) return undefined;
  return itemsIn(room, thread).findLast(
    ({ mine, status, deletedAt, kind }) =>
      mine && status !== 'failed' && status !== 'pending' && !deletedAt && kind === 'text',
  );
};

/**
 * Edits a message. If the server rejects the edit, restores the text to the composer, unless the user has started
 * something else: as an edit, or as a new message if the message itself was never stored.
 */
export const sendEdit = (item: MessageItem, text: string, context: ComposerContext): void => {
  const { room, host } = context;
  const changes = shownFeatures(context).map((feature) => feature.editContent?.(text, item, context));
  const more = Object.assign({}, ...changes) as EditContent;
  room.messages.edit(item.id, text, more).catch((error: ChatError) => {
    emit(host, 'chat-error', { error });
    if (error.code === 'not_found' || host.editing || host.text) return;
    const failed = itemsIn(room, host.thread).some(({ id, status }) => id === item.id && status === 'failed');
    if (failed) host.insert(text);
    else host.edit(item, text);
  });
};

const textOf = { ended: 'roomEnded', frozen: 'roomFrozen', forbidden: 'readOnly' } as const;

/** A mute that lasts longer counts as one without an end. */
const longestMs = 365 * 86_400_000;

/** The time if it is today, otherwise the date and the time. */
const momentOf = (at: number, { time, dateTime }: Language): string =>
  new Date(at).toDateString() === new Date().toDateString() ? time(at) : dateTime(at);

const lockText = (lock: ComposerLock, language: Language): string => {
  if (lock.reason !== 'muted') return language.text(textOf[lock.reason]);
  if (lock.until - Date.now() > longestMs) return language.text('mutedNow');
  return language.text('mutedUntil', { time: momentOf(lock.until, language) });
};

/** In place of the field: why the user cannot write. */
export const lockNotice = (lock: ComposerLock, language: Language): TemplateResult =>
  html`<p class="lock" role="status">${icons.lock}${lockText(lock, language)}</p>`;

interface Typists {
  users: readonly { id: string; name: string }[];
  count: number;
}

/** Up to this many users are named; more are "several people". */
const named = 2;

export const typingText = ({ users, count }: Typists, me: string | undefined, language: Language): string => {
  const others = users.filter(({ id }) => id !== me);
  const n = Math.max(others.length, count - (users.length - others.length));
  if (n === 0) return '';
  if (n > named || others.length < n) return language.text('typingMany');
  return language.plural('typing', n, { names: language.list(others.map(({ name }) => name)) });
};

/** Its line is always in the page, so that nothing jumps. */
export const typingLine = (typists: Typists, me: string | undefined, language: Language): SlotContent => {
  const text = typingText(typists, me, language);
  return text
    ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span class="who">${text}</span>`
    : nothing;
};
