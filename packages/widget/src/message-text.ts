import { html, type TemplateResult } from 'lit';
import { toSegments } from './text-segments.ts';

/** A text as it was typed, its addresses as links. Never HTML. */
export const messageText = (text: string, focusable: boolean): (string | TemplateResult)[] =>
  toSegments(text).map(({ text, href }) =>
    href
      ? html`<a
          href=${href}
          target="_blank"
          rel="noopener noreferrer nofollow ugc"
          dir="ltr"
          tabindex=${focusable ? 0 : -1}
          >${text}</a
        >`
      : text,
  );
