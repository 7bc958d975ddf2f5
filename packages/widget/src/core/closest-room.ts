import type { LitElement } from 'lit';

/** What other parts of the widget need of a `<chat-room>`. */
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
