import type { MessageItem } from '@chat/client';
import type { ThreadSummary } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { avatar } from '../../ui/avatar.ts';
import { threadCount, threadTexts } from './texts.ts';
import type { Language } from '../../i18n/language.ts';
import { icons } from '../../ui/all-icons.ts';
import { openPanel } from '../../core/open-panel.ts';
import type { Feature, MessageContext, RoomContext } from '../../core/feature.ts';
import { textPreview } from '../../text/message-body.ts';
import { threadComposerStyle, threadStyle } from './threads.styles.ts';

/** Composers whose next message is also sent to the room. */
const both = new WeakSet<HTMLElement>();
/** Faces next to the count. */
const faces = 3;

const load = (): void => void import('./chat-thread.ts');

/** The panel of a thread shows no link to the thread. */
const isInside = ({ host }: RoomContext): boolean => host.hasAttribute('thread');

const open = (event: Event, threadId: string): void =>
  void openPanel(event.currentTarget as HTMLElement, 'threads', threadId);

const lastAt = ({ lastReplyAt }: ThreadSummary, language: Language): string => {
  const now = Date.now();
  return new Date(lastReplyAt).toDateString() === new Date(now).toDateString()
    ? language.time(lastReplyAt)
    : language.day(lastReplyAt, now);
};

/** Added to the label for screen readers. */
const leads = (language: Language): TemplateResult =>
  html`<span class="visually-hidden">. ${threadTexts(language.tag).openThread}</span>`;

const count = (thread: ThreadSummary, { item, room, language, tabindex }: MessageContext): TemplateResult =>
  html`<button
    type="button"
    class="thread-count"
    tabindex=${tabindex}
    @click=${(event: Event) => open(event, item.id)}
  >
    ${thread.participants.slice(0, faces).map((user) => avatar(user, room))}
    <b>${threadCount(language, thread.replies)}</b>
    <span class="when">${lastAt(thread, language)}</span>${leads(language)}
  </button>`;

const beginning = ({ threadId }: MessageItem, { room }: RoomContext) =>
  threadId === undefined ? undefined : room.replies.original(threadId);

const origin = (threadId: string, context: MessageContext): TemplateResult => {
  const { item, language, tabindex } = context;
  const { inThread } = threadTexts(language.tag);
  const root = beginning(item, context);
  return html`<button
    type="button"
    class="thread-origin"
    tabindex=${tabindex}
    @click=${(event: Event) => open(event, threadId)}
  >
    ${icons.bubble}<span dir="auto">${inThread}${root?.text ? `: ${textPreview(root.text)}` : ''}</span
    >${leads(language)}
  </button>`;
};

/** A thread, by the id of its first message, and optionally one of its messages to show. */
const atOf = (detail: unknown): { thread: string; message?: string } =>
  typeof detail === 'string' ? { thread: detail } : (detail as { thread: string; message?: string });

/** Threads: the number of replies below a message, and the panel. */
export const threads: Feature = {
  name: 'threads',
  // The head of the panel names the author of the first message.
  watch: ({ room, host }, changed) =>
    host.localName === 'chat-room' ? [room.replies.subscribe(changed)] : [],
  itemInputs: (item, context) => [beginning(item, context)],
  renderAboveText: (context) =>
    context.item.threadId === undefined || isInside(context)
      ? nothing
      : origin(context.item.threadId, context),
  rowClass: (context) => (context.item.thread && isInside(context) ? 'thread-root' : ''),
  renderBelowBubble: (context) => {
    const { item, language } = context;
    if (!item.thread) return nothing;
    return isInside(context)
      ? html`<div class="thread-divider">${threadCount(language, item.thread.replies)}</div>`
      : count(item.thread, context);
  },
  label: (context) => {
    const { thread, threadId } = context.item;
    if (isInside(context)) return '';
    if (threadId !== undefined) return threadTexts(context.language.tag).inThread;
    return thread ? threadCount(context.language, thread.replies) : '';
  },
  actions: (context) => {
    const { item, room, language } = context;
    if (item.threadId !== undefined || isInside(context) || !room.state.get().can?.['message:send'])
      return [];
    return [
      {
        name: 'thread',
        label: threadTexts(language.tag).replyInThread,
        icon: icons.bubble,
        group: 'respond',
        toolbar: true,
        run: (opener) => void openPanel(opener, 'threads', item.id),
      },
    ];
  },
  renderAboveField: ({ host, language }) => {
    if (!host.thread || host.editing) return nothing;
    const toggle = (event: Event): void => {
      if ((event.target as HTMLInputElement).checked) both.add(host);
      else both.delete(host);
    };
    return html`<label class="also-to-room">
      <input
        type="checkbox"
        .checked=${both.has(host)}
        @change=${toggle}
      />${threadTexts(language.tag).alsoToRoom}
    </label>`;
  },
  sendContent: ({ host }) => {
    if (!host.thread) return {};
    return { threadId: host.thread, ...(both.has(host) ? { alsoToRoom: true } : {}) };
  },
  onSent: ({ host }) => {
    both.delete(host);
    host.requestUpdate();
  },
  panel: {
    title: ({ tag }, { room }, detail) => {
      const name = room.replies.original(atOf(detail).thread)?.author.name;
      const { thread } = threadTexts(tag);
      return name ? html`${thread} <span dir="auto" title=${name}>${name}</span>` : thread;
    },
    render: ({ room, client, language, features }, detail) => {
      load();
      const { thread, message = null } = atOf(detail);
      return html`${keyed(
        thread,
        html`<chat-thread
          lang=${language.tag}
          .client=${client}
          .room=${room.id}
          .thread=${thread}
          .at=${message === null ? null : detail}
          ?takes-focus=${message === null}
          .features=${features}
        ></chat-thread>`,
      )}`;
    },
  },
  styles: { messages: threadStyle, composer: threadComposerStyle },
};
