import type { MessageItem } from '@chat/client';
import { isThreadOnly, type Message } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { emit } from '../../core/emit.ts';
import { unblockedPreview } from '../../text/blocked-preview.ts';
import { icons } from '../../ui/all-icons.ts';
import type { ComposerContext, Feature, MessageContext, RoomContext } from '../../core/feature.ts';
import { replyStyle } from './replies.styles.ts';

/** The quoted message, by composer. */
const answering = new WeakMap<HTMLElement, { roomId: string; item: MessageItem }>();

const answeredIn = ({ host, room }: ComposerContext): MessageItem | null => {
  const answered = answering.get(host);
  return answered?.roomId === room.id && !host.editing ? answered.item : null;
};

/** The quoted message in its current version. */
const currentPreview = (item: MessageItem, context: RoomContext): string => {
  const now = context.room.replies.original(item.id);
  return now === null ? context.language.text('unavailable') : unblockedPreview(now ?? item, context);
};

const original = ({ replyTo }: MessageItem, { room }: RoomContext): Message | null | undefined =>
  replyTo === undefined ? null : room.replies.original(replyTo);

/** The preview in a quote; empty while it loads. */
const quoteOf = (item: MessageItem, context: RoomContext): { name: string; text: string } => {
  const message = original(item, context);
  if (message === undefined) return { name: '', text: '' };
  if (message === null) return { name: '', text: context.language.text('unavailable') };
  return { name: message.author.name, text: unblockedPreview(message, context) };
};

const lines = (name: string, text: string): TemplateResult =>
  html`<b dir="auto" title=${name}>${name || '\u00a0'}</b> <span dir="auto">${text || '\u00a0'}</span>`;

const quote = (context: MessageContext): TemplateResult => {
  const { item, language, list, tabindex } = context;
  const message = original(item, context);
  const { name, text } = quoteOf(item, context);
  if (!message) return html`<div class="quote lone"><span>${text || '\u00a0'}</span></div>`;
  const jump = async (): Promise<void> => {
    // The quoted message may be only in a thread, or, from a thread, in the room.
    const aside = isThreadOnly(message) && !context.host.hasAttribute('thread');
    const { goToMessageFrom } = await import('../../messages/go-to-message.ts');
    if (!(await goToMessageFrom(context, message.id, aside))) list.say(language.text('unavailable'));
  };
  return html`<button
    type="button"
    class=${message.deletedAt === undefined ? 'quote' : 'quote gone'}
    tabindex=${tabindex}
    aria-description=${language.text('goToOriginal', { name, text })}
    @click=${() => void jump()}
  >
    ${lines(name, text)}
  </button>`;
};

const cancel = ({ host }: ComposerContext): void => {
  answering.delete(host);
  host.requestUpdate();
  host.focus();
};

/** Replies that quote a message and lead to it. */
export const replies: Feature = {
  name: 'replies',
  watch: ({ room, host }, changed) => [
    room.replies.subscribe(changed),
    ...(['message:updated', 'message:deleted'] as const).map((type) =>
      room.on(type, ({ message }) => answering.get(host)?.item.id === message.id && changed()),
    ),
  ],
  itemInputs: (item, context) => [
    original(item, context),
    item.replyTo !== undefined && context.room.state.get().blocked,
  ],
  renderAboveText: (context) => (context.item.replyTo === undefined ? nothing : quote(context)),
  label: (context) => {
    if (context.item.replyTo === undefined) return '';
    const { name, text } = quoteOf(context.item, context);
    return name ? context.language.text('inReplyTo', { name, text }) : text;
  },
  actions: ({ item, room, host, language }) =>
    room.state.get().can?.['message:send']
      ? [
          {
            name: 'reply',
            label: language.text('reply'),
            icon: icons.reply,
            group: 'respond',
            toolbar: true,
            run: () => {
              emit(host, 'chat-compose', { feature: 'replies', detail: item });
              // Shows the recipients of the reply.
              const to = item.to && [item.author.id, ...item.to];
              if (to) emit(host, 'chat-compose', { feature: 'private', detail: { to } });
            },
          },
        ]
      : [],
  renderAboveField: (context) => {
    const item = answeredIn(context);
    if (!item) return nothing;
    const { language } = context;
    return html`<div class="answering">
      ${icons.reply}
      <div class="quoted">
        ${lines(language.text('replyingTo', { name: item.author.name }), currentPreview(item, context))}
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label=${language.text('cancel')}
        @click=${() => cancel(context)}
      >
        ${icons.close}
      </button>
    </div>`;
  },
  onKeyDown: (event, context) => {
    if (event.key !== 'Escape' || !answeredIn(context)) return false;
    event.stopPropagation();
    cancel(context);
    return true;
  },
  sendContent: (context) => {
    const item = answeredIn(context);
    if (!item) return {};
    // A reply to a private message goes to the same recipients.
    const readers = item.to && [...new Set([item.author.id, ...item.to])];
    const to = readers?.filter((userId) => userId !== context.client.user?.id);
    return { replyTo: item.id, ...(to ? { to } : {}) };
  },
  onSent: ({ host }) => void answering.delete(host),
  onCompose: (detail, { host, room }) => {
    // A reply ends an edit.
    if (host.editing) host.cancel();
    answering.set(host, { roomId: room.id, item: detail as MessageItem });
  },
  styles: replyStyle,
};
