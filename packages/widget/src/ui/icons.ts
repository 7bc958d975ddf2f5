import { svg, html, type TemplateResult } from 'lit';

export const icon = (paths: TemplateResult): TemplateResult =>
  html`<svg
    class="icon"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${paths}
  </svg>`;

/** Line icons on a 24 px grid, drawn for this widget: those of the first view. `all-icons.ts` has all. */
export const icons = {
  send: icon(svg`<path d="M12 19V5.5M5.75 11.5 12 5.25l6.25 6.25" />`),
  check: icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5" />`),
  clock: icon(svg`<circle cx="12" cy="12" r="8.25" /><path d="M12 7.5V12l3 2" />`),
  smile: icon(
    svg`<circle cx="12" cy="12" r="8.75" /><path d="M8.5 14.25c.8 1.2 2 1.85 3.5 1.85s2.7-.65 3.5-1.85M9 9.75v.05M15 9.75v.05" />`,
  ),
  attach: icon(
    svg`<path d="m19.25 11.5-7.3 7.2a4.6 4.6 0 0 1-6.5-6.5l7.6-7.5a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.4a1.6 1.6 0 0 1-2.2-2.3l6.6-6.5" />`,
  ),
  mic: icon(
    svg`<rect x="9" y="3.75" width="6" height="10.5" rx="3" /><path d="M5.75 11.5a6.25 6.25 0 0 0 12.5 0M12 17.75v2.75" />`,
  ),
  close: icon(svg`<path d="m6.5 6.5 11 11m0-11-11 11" />`),
  bell: icon(
    svg`<path d="M12 4a5.25 5.25 0 0 0-5.25 5.25c0 4.5-2 6-2 7.25h14.5c0-1.25-2-2.75-2-7.25A5.25 5.25 0 0 0 12 4ZM10 19.25a2.1 2.1 0 0 0 4 0" />`,
  ),
  search: icon(svg`<circle cx="11" cy="11" r="6.25" /><path d="m15.75 15.75 4 4" />`),
  more: icon(
    svg`<g fill="currentColor" stroke="none"><circle cx="5.5" cy="12" r="1.6" /><circle cx="12" cy="12" r="1.6" /><circle cx="18.5" cy="12" r="1.6" /></g>`,
  ),
  popOut: icon(
    svg`<g class="turns"><path d="M11 5.5H6.75A2.25 2.25 0 0 0 4.5 7.75v9.5a2.25 2.25 0 0 0 2.25 2.25h9.5a2.25 2.25 0 0 0 2.25-2.25V13M14 4.5h5.5V10M19 5l-7.5 7.5" /></g>`,
  ),
  bubble: icon(
    svg`<path d="M12 4.5c-4.7 0-8.25 3.1-8.25 7.1 0 2.2 1.05 4.1 2.8 5.4L6 20l3.5-1.7c.8.2 1.6.3 2.5.3 4.7 0 8.25-3.1 8.25-7S16.7 4.5 12 4.5Z" />`,
  ),
} satisfies Record<string, TemplateResult>;
