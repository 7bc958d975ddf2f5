import type { ChatClient, ChatRoom, Stop } from '@chat/client';
import type { CSSResult, CSSResultGroup } from 'lit';
import { features } from './feature-registry.ts';
import { loadedParts, onPartLoaded, type Part } from './lazy.ts';
import type { Language } from '../i18n/language.ts';
import type { RoomContext } from './feature.ts';
import { sheets } from './style-sheets.ts';

const places = { 'chat-messages': 'messages', 'chat-composer': 'composer', 'chat-room': 'room' } as const;

const sheetsOf = (styles: CSSResultGroup | undefined): CSSStyleSheet[] =>
  [styles ?? []].flat(9).flatMap((style) => (style as CSSResult).styleSheet ?? []);

/** Adds the styles of a part that loaded after the element's class was defined. */
export const adopt = ({ shadowRoot, localName, ownerDocument }: HTMLElement, { styles }: Part): void => {
  const own = shadowRoot?.adoptedStyleSheets;
  for (const source of sheetsOf(styles?.[places[localName as keyof typeof places]])) {
    const sheet = sheets.of(ownerDocument, source);
    if (!own?.includes(sheet)) own?.push(sheet);
  }
};

/** Redraws an element when something changes that its features watch, including features that load later. */
export const watchFeatures = (
  host: RoomContext['host'] & Pick<RoomContext, 'features'>,
  language: { readonly current: Language },
  room: ChatRoom,
  client: ChatClient,
  changed: () => void,
): Stop[] => {
  // Watching goes on when the page changes the language or the features.
  const context: RoomContext = {
    room,
    client,
    host,
    get language() {
      return language.current;
    },
    get features() {
      return host.features;
    },
  };
  const stops = features.flatMap((feature) => feature.watch?.(context, changed) ?? []);
  for (const part of loadedParts) adopt(context.host, part);
  const stop = onPartLoaded((part) => {
    adopt(context.host, part);
    stops.push(...(part.watch?.(context, changed) ?? []));
    changed();
  });
  return [stop, () => stops.forEach((each) => each())];
};

/** Loads the features that a room needs in its current state. */
export const loadForRoom = (context: RoomContext): void => {
  for (const { lazy } of features) if (lazy?.room?.(context)) lazy.part.want();
};
