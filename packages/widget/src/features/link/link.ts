import { emit } from '../../core/emit.ts';
import type { Feature, MessageContext } from '../../core/feature.ts';
import { copyText } from '../../dom/clipboard.ts';
import { icons } from '../../ui/all-icons.ts';
import { linkTexts } from './texts.ts';

/** The detail of `chat-message-link`. */
export interface MessageLinkDetail {
  room: string;
  message: string;
  /** The address that is copied; the page may change it. */
  url: string;
}

/** The template of the page: the attribute `message-link` of the element or of one around it. */
const templateOf = (host: HTMLElement): string | null => {
  let within: Node | null | undefined = host;
  while (within) {
    const template = (within as Element).getAttribute?.('message-link');
    if (template) return template;
    within = within.parentNode ?? (within as Partial<ShadowRoot>).host;
  }
  return null;
};

/** Returns the address of a message: by the page's template, else the page itself with a hash. */
export const messageUrl = ({ host, room, item }: Pick<MessageContext, 'host' | 'room' | 'item'>): string => {
  const template = templateOf(host);
  const { location } = host.ownerDocument;
  const values: Record<string, string> = { room: room.id, message: item.id };
  const address = template
    ? template.replace(/\{(room|message)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
    : `#${String(new URLSearchParams({ chat: room.id, message: item.id }))}`;
  return new URL(address, location.href).href;
};

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
