import type { ChatRoomElement } from '../room/chat-room.ts';

/** The target of an element, and its attributes: `room`, `name`, `layout`, …. */
export interface EmbedOptions {
  room: string;
  /** An element, or a selector, to put the chat into. Default: the end of the page. */
  into?: Element | string;
  [attribute: string]: string | Element | undefined;
}

/** Embedded elements by room and layout. */
const embedded = new Map<string, ChatRoomElement>();

const placeOf = (into: EmbedOptions['into']): Element =>
  (typeof into === 'string' ? document.querySelector(into) : into) ?? document.body;

/**
 * Puts a `<chat-room>` at the end of the page, or into `into`. For the same room and layout again, it returns the existing
 * element with updated attributes.
 */
export const embed = ({ into, ...attributes }: EmbedOptions): ChatRoomElement =>
  put(attributes, (element) => placeOf(into).append(element));

/** Does the same with the `data-` attributes of a script tag. Returns null if they name no room. */
export const embedScript = (script: HTMLOrSVGScriptElement | null): ChatRoomElement | null => {
  if (!(script instanceof HTMLScriptElement) || !script.dataset.room) return null;
  const { into, ...data } = script.dataset;
  const inPlace = script.isConnected && document.body?.contains(script) && into === undefined;
  const attributes = Object.entries(data).map(([key, value]) => [kebab(key), value] as const);
  return put(Object.fromEntries(attributes), (element) => {
    if (inPlace) return script.after(element);
    if (document.body && document.readyState !== 'loading') return placeOf(into).append(element);
    document.addEventListener('DOMContentLoaded', () => placeOf(into).append(element), { once: true });
  });
};

const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const put = (
  attributes: Record<string, string | Element | undefined>,
  place: (element: ChatRoomElement) => void,
): ChatRoomElement => {
  const key = JSON.stringify([attributes.room, attributes.layout ?? 'inline']);
  const known = embedded.get(key);
  const element = known ?? document.createElement('chat-room');
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === 'string') element.setAttribute(name, value);
  if (!known?.isConnected) place(element);
  embedded.set(key, element);
  if (element.layout !== 'inline')
    void import('./keep-across-navigation.ts').then(
      ({ keepAcrossNavigation }) => keepAcrossNavigation(embedded),
      () => {},
    );
  return element;
};
