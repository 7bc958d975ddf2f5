import type { MessageItem } from '@chat/client';
import { css, html, nothing } from 'lit';
import type { Feature, MessageContext, RoomContext } from '../../core/feature.ts';

const grows = ({ streamsUntil = 0, deletedAt }: MessageItem): boolean =>
  deletedAt === undefined && streamsUntil > Date.now();

/** When a list next checks which of its messages still stream. */
const looking = new WeakMap<HTMLElement, { at: number; timer: ReturnType<typeof setTimeout> }>();

/** Redraws messages whose stream was abandoned, because no event reports that. */
const lookAgain = (host: RoomContext['host'], item: MessageItem): void => {
  const { streamsUntil: at = 0 } = item;
  const before = looking.get(host);
  if (before && before.at <= at) return;
  clearTimeout(before?.timer);
  const look = (): void => {
    looking.delete(host);
    host.requestUpdate();
  };
  looking.set(host, { at, timer: setTimeout(look, at - Date.now() + 1) });
};

const words = ({ item, language }: MessageContext): string =>
  language.plural('typing', 1, { names: item.author.name });

/** The mark of an answer that a bot is still writing. */
export const streaming: Feature = {
  name: 'streaming',
  itemInputs: (item, context) => {
    if (!grows(item)) return [false];
    // Runs for every message on every draw of the list.
    lookAgain(context.host, item);
    return [true];
  },
  renderStatusIcon: (context) => {
    if (!grows(context.item)) return nothing;
    return html`<span class="streaming" title=${words(context)}><i></i><i></i><i></i></span>`;
  },
  label: (context) => (grows(context.item) ? words(context) : ''),
  styles: {
    messages: css`
      .streaming {
        display: inline-flex;
        gap: 3px;
        padding-block: 3px;
      }
      .streaming i {
        inline-size: 5px;
        block-size: 5px;
        border-radius: 50%;
        background: currentColor;
        animation: streaming 1.2s ease-in-out infinite;
      }
      .streaming i:nth-child(2) {
        animation-delay: 0.15s;
      }
      .streaming i:nth-child(3) {
        animation-delay: 0.3s;
      }
      @keyframes streaming {
        0%,
        60%,
        100% {
          opacity: 0.35;
        }
        30% {
          opacity: 1;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .streaming i {
          animation: none;
        }
      }
    `,
  },
};
