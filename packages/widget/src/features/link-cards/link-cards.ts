import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import type { Feature, MessageContext } from '../../core/feature.ts';
import { icons } from '../../ui/icons.ts';
import { linkCardStyle } from './link-cards.styles.ts';
import { linkCardTexts } from './texts.ts';

const canRemove = ({ item, room }: MessageContext): boolean =>
  room.state.get().can?.[item.mine ? 'message:delete' : 'message:moderate'] === true;

const remove = ({ client, room, item, host }: MessageContext, button: HTMLElement): void => {
  const row = button.closest<HTMLElement>('.message');
  client.call('card:remove', { roomId: room.id, messageId: item.id }).then(
    () => row?.focus({ preventScroll: true }),
    (error: unknown) => emit(host, 'chat-error', { error }),
  );
};

/** The card of a link, below the text. It shows the host of the link, whatever name the page claims. */
export const linkCards: Feature = {
  name: 'link-cards',
  itemInputs: ({ card }, { room }) => [card, room.state.get().can?.['message:moderate']],
  label: ({ item }) => item.card?.title ?? '',
  renderBelowText: (context) => {
    const { item, tabindex, language } = context;
    const { card } = item;
    if (!card || !URL.canParse(card.url)) return nothing;
    const { protocol, host } = new URL(card.url);
    if (protocol !== 'https:' && protocol !== 'http:') return nothing;
    return html`<div class="link-card">
      <a
        href=${card.url}
        target="_blank"
        rel="noopener noreferrer nofollow"
        tabindex=${tabindex}
        draggable="false"
      >
        <small><bdi dir="ltr">${host.replace(/^www\./, '')}</bdi></small>
        <b dir="auto">${card.title}</b>
        ${card.description ? html`<span dir="auto">${card.description}</span>` : nothing}
      </a>
      ${
        canRemove(context)
          ? html`<button
              type="button"
              class="icon-button"
              tabindex=${tabindex}
              aria-label=${linkCardTexts(language.tag).remove}
              title=${linkCardTexts(language.tag).remove}
              @click=${(event: Event) => remove(context, event.currentTarget as HTMLElement)}
            >
              ${icons.close}
            </button>`
          : nothing
      }
    </div>`;
  },
  styles: { messages: linkCardStyle },
};
