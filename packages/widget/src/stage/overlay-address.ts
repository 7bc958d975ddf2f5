import { defaultOverlayParts, overlayParts, type OverlayPart } from '../features/overlay/overlay-parts.ts';

/** Returns the known names of a list such as `spotlight, polls`; without any, the spotlight, polls and reactions. */
export const partsOf = (show: string): ReadonlySet<OverlayPart> => {
  const named = show.split(/[\s,]+/);
  const known = overlayParts.filter((part) => named.includes(part));
  return new Set(known.length > 0 ? known : defaultOverlayParts);
};

/** The parameters of the overlay's page. */
export interface OverlayAddress {
  room: string;
  token: string;
  show: string;
  theme: string;
  lang: string;
  /** The `--chat-*` variables. */
  variables: readonly (readonly [name: string, value: string])[];
}

/** A variable of the widget; nothing else can be set from an address. */
const variable = /^--chat-[a-z-]+$/;

/** Reads the address of the page, such as `?room=gala&token=…&show=chat&--chat-accent=teal`. */
export const readOverlayAddress = (search: string): OverlayAddress => {
  const query = new URLSearchParams(search);
  const get = (name: string): string => query.get(name) ?? '';
  return {
    room: get('room'),
    token: get('token'),
    show: get('show'),
    theme: get('theme') || 'dark',
    lang: get('lang'),
    variables: [...query].filter(([name]) => variable.test(name)),
  };
};
