import { svg } from 'lit';
import { icons as all } from '../../ui/all-icons.ts';
import { icon } from '../../ui/icons.ts';

/** Icons of the toolbar. */
export const icons = {
  formatting: icon(
    svg`<path d="m3.75 17.5 4.5-11 4.5 11M5.25 14h6M20 11.25v6.25M20 14.4a2.75 3.1 0 1 1-5.5 0 2.75 3.1 0 0 1 5.5 0Z" />`,
  ),
  bold: icon(
    svg`<path d="M8 12V5.5h4.5a3.25 3.25 0 0 1 0 6.5H8Zm0 0v6.5h5.25a3.25 3.25 0 0 0 0-6.5H8Z" stroke-width="2.25" />`,
  ),
  italic: icon(svg`<path d="M10.5 5.5h6.75M6.75 18.5h6.75M14 5.5l-4 13" />`),
  strike: icon(
    svg`<path d="M16.5 8c-.5-1.7-2.1-2.75-4.4-2.75-2.7 0-4.5 1.25-4.5 3.2 0 1 .4 1.75 1.15 2.3M4.5 12h15M7.25 15.6c.55 2 2.3 3.15 4.75 3.15 2.8 0 4.6-1.3 4.6-3.4 0-.5-.1-.95-.3-1.35" />`,
  ),
  code: icon(svg`<path d="M8.5 7 3.75 12l4.75 5M15.5 7l4.75 5-4.75 5" />`),
  codeBlock: icon(
    svg`<rect x="3.75" y="4.75" width="16.5" height="14.5" rx="2.5" /><path d="M10 9.25 7.25 12 10 14.75M14 9.25 16.75 12 14 14.75" />`,
  ),
  quote: icon(svg`<path d="M5 6v12M9.25 7.5h10.25M9.25 12h10.25M9.25 16.5h6" />`),
  bullets: all.list,
  numbers: icon(
    svg`<path d="M10.5 7h9M10.5 12h9M10.5 17h9M4.5 5.75l1.5-.5v4M4.4 15.4c.1-1.5 2.6-1.5 2.6 0 0 1.1-2.5 1.7-2.6 3.1H7" />`,
  ),
  link: icon(
    svg`<path d="M10.25 13.75a3.5 3.5 0 0 0 5 0l3-3a3.54 3.54 0 0 0-5-5l-1 1M13.75 10.25a3.5 3.5 0 0 0-5 0l-3 3a3.54 3.54 0 0 0 5 5l1-1" />`,
  ),
};
