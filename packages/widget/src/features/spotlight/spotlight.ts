import { html, nothing } from 'lit';
import { closestRoom } from '../../core/closest-room.ts';
import { emit } from '../../core/emit.ts';
import type { Feature, MessageAction, MessageContext, RoomContext, SlotContent } from '../../core/feature.ts';
import { messagePreview } from '../../text/message-preview.ts';
import { icons } from '../../ui/all-icons.ts';
import { mayBeOnStage } from './may-be-on-stage.ts';
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

/** Below the header: the message on stage. */
const barOf = (context: RoomContext): SlotContent => {
  const { room, host, language } = context;
  const message = room.spotlight.get()?.message;
  const { can, blocked } = room.state.get();
  if (!message || blocked.includes(message.author.id)) return nothing;
  const texts = spotlightTexts(language.tag);
  return html`<section class="spotlight-bar" aria-label=${texts.title}>
    ${icons.spotlight}
    <button
      type="button"
      class="spotlight-text"
      title=${texts.show}
      @click=${() => void closestRoom(host)?.scrollToMessage(message.id)}
    >
      <span role="status"
        ><b dir="auto">${message.author.name}</b>
        <span dir="auto">${messagePreview(message, context)}</span></span
      >
    </button>
    ${
      can?.['message:spotlight']
        ? html`<button
            type="button"
            class="icon-button"
            aria-label=${texts.remove}
            title=${texts.remove}
            @click=${() => run(context, room.spotlight.clear())}
          >
            ${icons.close}
          </button>`
        : nothing
    }
  </section>`;
};

/** The message on stage: a bar below the header, and an entry in the menu of messages for hosts. */
export const spotlight: Feature = {
  name: 'spotlight',
  watch: ({ room }, changed) => [room.spotlight.subscribe(changed)],
  actions: (context) => (mayBeOnStage(context) ? [action(context)] : []),
  renderBar: barOf,
  styles: { room: spotlightBarStyle },
};
