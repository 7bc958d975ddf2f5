import { emit } from '../../core/emit.ts';
import type { Feature, MessageContext } from '../../core/feature.ts';
import { copyText } from '../../dom/clipboard.ts';
import { icons } from '../../ui/all-icons.ts';
import { pageAddress } from '../../ui/page-address.ts';
import { linkTexts } from './texts.ts';

/** The detail of `chat-message-link`. */
export interface MessageLinkDetail {
  room: string;
  message: string;
  /** The address that is copied; the page may change it. */
  url: string;
}

/** Returns the address of a message. */
export const messageUrl = ({ host, room, item }: Pick<MessageContext, 'host' | 'room' | 'item'>): string =>
  pageAddress(host, 'message-link', { room: room.id, message: item.id }, { chat: room.id, message: item.id });

const copyLink = async (context: MessageContext): Promise<void> => {
  const { host, room, item, language } = context;
  const detail: MessageLinkDetail = { room: room.id, message: item.id, url: messageUrl(context) };
  if (!emit(host, 'chat-message-link', detail, true)) return;
  await copyText(detail.url, host.ownerDocument);
  emit(host, 'chat-note', { done: linkTexts(language.tag).copied });
};

/** Copies a link to a message. */
export const link: Feature = {
  name: 'link',
  actions: (context) => [
    {
      name: 'link',
      label: linkTexts(context.language.tag).copy,
      icon: icons.link,
      secondary: true,
      run: () => void copyLink(context),
    },
  ],
};
