import { html, nothing } from 'lit';
import type { Feature, MessageContext, RoomContext } from '../../core/feature.ts';
import type { MessageItem } from '@chat/client';
import { nameIn, watchNames } from '../../core/member-names.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';
import { openDialog } from '../../ui/open-dialog.ts';
import { canForward } from './index.ts';
import { forwardStyle } from './forward.styles.ts';
import { forwardTexts } from './texts.ts';

/** Returns the name of the first author; empty for the sender's own message, or if it is not known here. */
const firstAuthor = ({ forwarded, author }: MessageItem, context: RoomContext): string =>
  forwarded?.userId === undefined || forwarded.userId === author.id
    ? ''
    : (nameIn(context, forwarded.userId) ?? '');

const markText = (context: MessageContext): string => {
  const texts = forwardTexts(context.language.tag);
  const name = firstAuthor(context.item, context);
  return name ? fillText(texts.forwardedFrom, { name }) : texts.forwarded;
};

/** Forwards a message to other rooms, and marks a forwarded one. */
export const forward: Feature = {
  name: 'forward',
  watch: ({ room }, changed) => [watchNames(room, changed)],
  itemInputs: (item, context) => (item.forwarded ? [firstAuthor(item, context)] : []),
  renderAboveText: (context) =>
    context.item.forwarded
      ? html`<p class="forwarded">${icons.share}<span dir="auto">${markText(context)}</span></p>`
      : nothing,
  label: (context) => (context.item.forwarded ? markText(context) : ''),
  actions: (context) =>
    canForward(context)
      ? [
          {
            name: 'forward',
            label: forwardTexts(context.language.tag).forward,
            icon: icons.share,
            secondary: true,
            run: () => openDialog(context, 'chat-forward', () => import('./chat-forward.ts')),
          },
        ]
      : [],
  styles: { messages: forwardStyle },
};
