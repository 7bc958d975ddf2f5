import type { LitElement } from 'lit';

/** The part of a `<chat-room>` that other parts of the widget use. */
export interface RoomElement extends LitElement {
  room: string;
  features: string | null;
  readonly open: () => void;
  scrollToMessage(id: string): Promise<boolean>;
}

/** The `<chat-room>` that an element of the widget stands in. */
export const closestRoom = (host: HTMLElement): RoomElement | null => {
  let within: Node | undefined = host;
  while (within && (within as Element).localName !== 'chat-room')
    within = within.parentNode ?? (within.getRootNode() as Partial<ShadowRoot>).host;
  return (within as RoomElement | undefined) ?? null;
};
