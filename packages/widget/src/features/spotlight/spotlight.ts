import { html, nothing, type TemplateResult } from 'lit';
import { closestRoom } from '../../core/closest-room.ts';
import { emit } from '../../core/emit.ts';
import { shows } from '../../core/feature-filter.ts';
import type { Feature, MessageAction, MessageContext, RoomContext, SlotContent } from '../../core/feature.ts';
import { openPanel } from '../../core/open-panel.ts';
import { messagePreview } from '../../text/message-preview.ts';
import { icons } from '../../ui/all-icons.ts';
import { mayBeOnStage } from './may-be-on-stage.ts';
import { shownStage } from './shown-stage.ts';
import { spotlightBarStyle } from './spotlight.styles.ts';
import { spotlightTexts } from './texts.ts';

const run = ({ host }: Pick<RoomContext, 'host'>, work: Promise<unknown>): void =>
  void work.catch((error: unknown) => emit(host, 'chat-error', { error }));

const action = (context: MessageContext): MessageAction => {
  const { item, room, language } = context;
  const texts = spotlightTexts(language.tag);
  const isOn = room.state.get().room?.spotlight?.messageId === item.id;
  return {
    name: 'spotlight',
    label: isOn ? texts.remove : texts.set,
    icon: icons.spotlight,
    group: 'room',
    run: () => run(context, isOn ? room.spotlight.clear() : room.spotlight.set(item.id)),
  };
};

/** The line of what is on stage: it leads to the message, or to the questions. */
const lineOf = (context: RoomContext): TemplateResult | typeof nothing => {
  const { room, host, language, features } = context;
  const { message, question } = shownStage(room) ?? {};
  const texts = spotlightTexts(language.tag);
  const line = (name: string, text: unknown): TemplateResult =>
    html`<span role="status"><b dir="auto">${name}</b> <span dir="auto">${text}</span></span>`;
  const button = (
    title: string,
    content: TemplateResult,
    open: (from: HTMLElement) => void,
  ): TemplateResult =>
    html`<button
      type="button"
      class="spotlight-text"
      title=${title}
      @click=${(event: Event) => open(event.currentTarget as HTMLElement)}
    >
      ${content}
    </button>`;
  if (message)
    return button(texts.show, line(message.author.name, messagePreview(message, context)), () => {
      void closestRoom(host)?.scrollToMessage(message.id);
    });
  if (!question) return nothing;
  const content = line(question.author?.name ?? texts.question.anonymous, question.text);
  return shows(features, 'questions')
    ? button(texts.question.show, content, (from) => openPanel(from, 'questions'))
    : html`<div class="spotlight-text">${content}</div>`;
};

/** Below the header: what is on stage. */
const barOf = (context: RoomContext): SlotContent => {
  const { room, language } = context;
  const stage = shownStage(room);
  if (!stage) return nothing;
  const texts = spotlightTexts(language.tag);
  const { title, remove } = stage.question ? texts.question : texts;
  return html`<div class="spotlight-bar" role="group" aria-label=${title}>
    ${stage.question ? icons.question : icons.spotlight} ${lineOf(context)}
    ${
      room.state.get().can?.['message:spotlight']
        ? html`<button
            type="button"
            class="icon-button"
            aria-label=${remove}
            title=${remove}
            @click=${() => run(context, room.spotlight.clear())}
          >
            ${icons.close}
          </button>`
        : nothing
    }
  </div>`;
};

/** The message or question on stage: a bar below the header, and an entry in the menu of messages for hosts. */
export const spotlight: Feature = {
  name: 'spotlight',
  watch: ({ room }, changed) => [room.spotlight.subscribe(changed)],
  actions: (context) => (mayBeOnStage(context) ? [action(context)] : []),
  renderBar: barOf,
  styles: { room: spotlightBarStyle },
};
