import { svg, html, type TemplateResult } from 'lit';

const icon = (paths: TemplateResult): TemplateResult =>
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

/** Line icons on a 24 grid, drawn for this widget. */
export const icons = {
  send: icon(svg`<path d="M12 19V5.5M5.75 11.5 12 5.25l6.25 6.25" />`),
  check: icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5" />`),
  clock: icon(svg`<circle cx="12" cy="12" r="8.25" /><path d="M12 7.5V12l3 2" />`),
  alert: icon(svg`<circle cx="12" cy="12" r="8.75" /><path d="M12 7.75v5M12 16.2v.05" />`),
  more: icon(
    svg`<g fill="currentColor" stroke="none"><circle cx="5.5" cy="12" r="1.6" /><circle cx="12" cy="12" r="1.6" /><circle cx="18.5" cy="12" r="1.6" /></g>`,
  ),
  smile: icon(
    svg`<circle cx="12" cy="12" r="8.75" /><path d="M8.5 14.25c.8 1.2 2 1.85 3.5 1.85s2.7-.65 3.5-1.85M9 9.75v.05M15 9.75v.05" />`,
  ),
  search: icon(svg`<circle cx="11" cy="11" r="6.25" /><path d="m15.75 15.75 4 4" />`),
  heart: icon(
    svg`<path d="M12 19.5S4.25 15 4.25 9.6A4.1 4.1 0 0 1 12 7.4a4.1 4.1 0 0 1 7.75 2.2C19.75 15 12 19.5 12 19.5Z" />`,
  ),
  reply: icon(svg`<path d="M10 6.5 4.75 11.75 10 17m-5-5.25h8.5c3.3 0 5.75 2.2 5.75 5.5" />`),
  attach: icon(
    svg`<path d="m19.25 11.5-7.3 7.2a4.6 4.6 0 0 1-6.5-6.5l7.6-7.5a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.4a1.6 1.6 0 0 1-2.2-2.3l6.6-6.5" />`,
  ),
  file: icon(
    svg`<path d="M13.5 3.75H7.75a2 2 0 0 0-2 2v12.5a2 2 0 0 0 2 2h8.5a2 2 0 0 0 2-2V8.5l-4.75-4.75Zm0 0V8.5h4.75" />`,
  ),
  download: icon(svg`<path d="M12 4.75v10m-4-4 4 4 4-4M5.5 19.25h13" />`),
  back: icon(svg`<path d="m14.5 6-6 6 6 6" />`),
  forward: icon(svg`<path d="m9.5 6 6 6-6 6" />`),
  close: icon(svg`<path d="m6.5 6.5 11 11m0-11-11 11" />`),
  down: icon(svg`<path d="M12 5.5v13m-6-6 6 6 6-6" />`),
  edit: icon(
    svg`<path d="m14.25 6.25 3.5 3.5M5 19l.75-3.75L16 5a1.4 1.4 0 0 1 2 0l1 1a1.4 1.4 0 0 1 0 2L8.75 18.25 5 19Z" />`,
  ),
  trash: icon(svg`<path d="M5 7h14M10 7V5h4v2m-7.5 0 .75 12h9.5l.75-12M10.25 10.75v5M13.75 10.75v5" />`),
  copy: icon(
    svg`<rect x="9" y="9" width="10.5" height="10.5" rx="2.25" /><path d="M15 9V6.75A2.25 2.25 0 0 0 12.75 4.5h-6A2.25 2.25 0 0 0 4.5 6.75v6A2.25 2.25 0 0 0 6.75 15H9" />`,
  ),
  people: icon(
    svg`<circle cx="9.25" cy="8.5" r="3.25" /><path d="M3.5 19c.4-3.2 2.7-5 5.75-5S14.6 15.8 15 19M15.25 5.6a3.25 3.25 0 0 1 0 5.8M17.25 14.5c1.8.7 2.95 2.2 3.25 4.5" />`,
  ),
  shield: icon(
    svg`<path d="M12 3.75 5.25 6.5v5c0 4.2 2.8 7.4 6.75 8.75 3.95-1.35 6.75-4.55 6.75-8.75v-5L12 3.75Z" />`,
  ),
  flag: icon(svg`<path d="M6 20.25V4.5m0 .75h11l-2.25 4L17 13.25H6" />`),
  lock: icon(
    svg`<rect x="5.5" y="10.75" width="13" height="8.75" rx="2.25" /><path d="M8.5 10.75V8a3.5 3.5 0 0 1 7 0v2.75" />`,
  ),
  offline: icon(
    svg`<path d="M4 4.5 20 20M8.75 15.5a4.6 4.6 0 0 1 5.6-.6M5.5 12a9 9 0 0 1 4-2.2M14 9.7a9 9 0 0 1 4.5 2.3M3 8.5a13 13 0 0 1 3.5-2.2M11 5.1A13 13 0 0 1 21 8.5M12 19v.05" />`,
  ),
  bell: icon(
    svg`<path d="M12 4a5.25 5.25 0 0 0-5.25 5.25c0 4.5-2 6-2 7.25h14.5c0-1.25-2-2.75-2-7.25A5.25 5.25 0 0 0 12 4ZM10 19.25a2.1 2.1 0 0 0 4 0" />`,
  ),
  bubble: icon(
    svg`<path d="M12 4.5c-4.7 0-8.25 3.1-8.25 7.1 0 2.2 1.05 4.1 2.8 5.4L6 20l3.5-1.7c.8.2 1.6.3 2.5.3 4.7 0 8.25-3.1 8.25-7S16.7 4.5 12 4.5Z" />`,
  ),
} satisfies Record<string, TemplateResult>;
