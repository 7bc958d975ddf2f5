import type { LinkCardImage } from '@chat/protocol';
import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import type { Feature, MessageContext, SlotContent } from '../../core/feature.ts';
import { fileUrl, knownUrl, renewUrl } from '../../messages/file-urls.ts';
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

/** From this width on, a picture that is wider than high stands above the title, else next to it. */
const bannerWidth = 240;
const isBanner = ({ width, height }: LinkCardImage): boolean => width >= bannerWidth && width > 1.2 * height;

/** A banner is at most this high for its width, so that a tall picture does not fill the list. */
const highestBanner = 0.6;

/**
 * The picture of the page; decorative, since the title names the page. Its space is reserved before it loads.
 */
const picture = (image: LinkCardImage | undefined, context: MessageContext): SlotContent => {
  if (!image) return nothing;
  const { fileId, width, height } = image;
  const src = fileUrl(context, fileId, 'original');
  const banner = isBanner(image);
  const shape = banner ? `0 0 ${width} ${Math.min(height, width * highestBanner)}` : '0 0 1 1';
  return html`<div class=${banner ? 'preview banner' : 'preview'}>
    <svg viewBox=${shape} aria-hidden="true"></svg>
    ${src ? html`<img src=${src} alt="" decoding="async" @error=${() => renewUrl(context, fileId, 'original')} />` : nothing}
  </div>`;
};

/** The card of a link, below the text. It shows the host of the link, whatever name the page claims. */
export const linkCards: Feature = {
  name: 'link-cards',
  itemInputs: ({ card }, context) => [
    card,
    context.room.state.get().can?.['message:moderate'],
    ...(card?.image ? knownUrl(context, card.image.fileId) : []),
  ],
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
        ${picture(card.image, context)}
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
