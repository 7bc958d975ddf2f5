import { svg, type TemplateResult } from 'lit';
import { icon, icons as first } from './icons.ts';

const phone = icon(
  svg`<path d="M7 4.5h2.5l1.5 4-2 1.5a10 10 0 0 0 5 5l1.5-2 4 1.5V17a2.5 2.5 0 0 1-2.5 2.5A13 13 0 0 1 4.5 7 2.5 2.5 0 0 1 7 4.5Z" />`,
);

/** All icons, for code that loads after the first view. */
export const icons = {
  ...first,
  lock: icon(
    svg`<rect x="5.5" y="10.75" width="13" height="8.75" rx="2.25" /><path d="M8.5 10.75V8a3.5 3.5 0 0 1 7 0v2.75" />`,
  ),
  alert: icon(svg`<circle cx="12" cy="12" r="8.75" /><path d="M12 7.75v5M12 16.2v.05" />`),
  edit: icon(
    svg`<path d="m14.25 6.25 3.5 3.5M5 19l.75-3.75L16 5a1.4 1.4 0 0 1 2 0l1 1a1.4 1.4 0 0 1 0 2L8.75 18.25 5 19Z" />`,
  ),
  offline: icon(
    svg`<path d="M4 4.5 20 20M8.75 15.5a4.6 4.6 0 0 1 5.6-.6M5.5 12a9 9 0 0 1 4-2.2M14 9.7a9 9 0 0 1 4.5 2.3M3 8.5a13 13 0 0 1 3.5-2.2M11 5.1A13 13 0 0 1 21 8.5M12 19v.05" />`,
  ),
  up: icon(svg`<path d="M12 18.5v-13m-6 6 6-6 6 6" />`),
  question: icon(
    svg`<circle cx="12" cy="12" r="8.75" /><path d="M9.5 9.6a2.6 2.6 0 1 1 3.9 2.3c-.9.5-1.4 1-1.4 2M12 16.6v.05" />`,
  ),
  down: icon(svg`<path d="M12 5.5v13m-6-6 6 6 6-6" />`),
  at: icon(
    svg`<circle cx="12" cy="12" r="3.75" /><path d="M15.75 8.25v5a2.25 2.25 0 0 0 4.5 0V12a8.25 8.25 0 1 0-3.3 6.6" />`,
  ),
  camera: icon(
    svg`<rect x="3.5" y="6.5" width="12" height="11" rx="2.5" /><path d="m15.5 10.5 5-2.75v8.5l-5-2.75" />`,
  ),
  cameraOff: icon(
    svg`<path d="M6 6.5h7a2.5 2.5 0 0 1 2.5 2.5v1.5l5-2.75v8.5M15 16.5a2.5 2.5 0 0 1-2 1H6A2.5 2.5 0 0 1 3.5 15V9M4 4.5l15.5 15.5" />`,
  ),
  micOff: icon(
    svg`<path d="M9 9.5v1.75a3 3 0 0 0 4.75 2.4M15 11V6.75a3 3 0 0 0-5.7-1.3M5.75 11.5a6.25 6.25 0 0 0 10 5M18.25 11.5a6 6 0 0 1-.6 2.6M12 17.75v2.75M4.5 4.5l15 15" />`,
  ),
  phone,
  hangup: phone,
  screen: icon(
    svg`<rect x="3.5" y="5" width="17" height="11.5" rx="2" /><path d="M9 20h6M12 13.5v-5m-2.25 2.25L12 8.5l2.25 2.25" />`,
  ),
  sliders: icon(
    svg`<path d="M4.5 7.5h7m4.5 0h3.5M4.5 16.5H8m4.5 0h7" /><circle cx="13.75" cy="7.5" r="2.25" /><circle cx="10.25" cy="16.5" r="2.25" />`,
  ),
  door: icon(
    svg`<path d="M6.5 20V5.5a1.5 1.5 0 0 1 1.5-1.5h8a1.5 1.5 0 0 1 1.5 1.5V20M4 20h16M14 12v.05" />`,
  ),
  hand: icon(
    svg`<path d="M8 12.5V6.25a1.4 1.4 0 0 1 2.8 0V11M10.8 10.5V4.9a1.4 1.4 0 0 1 2.8 0v5.6M13.6 11V6.25a1.4 1.4 0 0 1 2.8 0v7.5c0 3.6-2 6-5.2 6-2.6 0-4-1.2-5.2-3.4l-1.8-3.3a1.4 1.4 0 0 1 2.4-1.4L8 13.5" />`,
  ),
  captions: icon(
    svg`<rect x="3.75" y="5.5" width="16.5" height="13" rx="2.5" /><path d="M10.5 10.5a2.1 2.1 0 1 0 0 3M16.75 10.5a2.1 2.1 0 1 0 0 3" />`,
  ),
  record: icon(
    svg`<circle cx="12" cy="12" r="7.75" /><circle cx="12" cy="12" r="3.5" fill="currentColor" />`,
  ),
  unread: icon(
    svg`<path d="M13 5.25H6.75a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2H8.5v3l4-3h4.75a2 2 0 0 0 2-2V11.5" /><circle cx="18" cy="6.5" r="2.75" fill="currentColor" stroke="none" />`,
  ),
  translate: icon(
    svg`<path d="M4 6.5h9M8.5 4.5v2M11.25 6.5c-.9 3.6-3.4 6.3-6.75 7.75M6.25 9.5c1 2 2.75 3.6 5 4.5M11.75 19.5l4-9.5 4 9.5M13.25 16.25h5" />`,
  ),
  poll: icon(svg`<path d="M5.5 19.5v-7M12 19.5v-15M18.5 19.5V9" stroke-width="2.5" />`),
  pollOff: icon(
    svg`<path d="M5.5 19.5v-7M12 19.5V13M12 8V4.5M18.5 16V9" stroke-width="2.5" /><path d="m4.5 4.5 15 15" />`,
  ),
  sparkle: icon(svg`<path d="M11 4.5 12.8 10l5.7 2-5.7 2L11 19.5 9.2 14l-5.7-2 5.7-2ZM18.5 4v4m-2-2h4" />`),
  place: icon(
    svg`<path d="M12 20.5s6.75-5.6 6.75-10.75a6.75 6.75 0 0 0-13.5 0C5.25 14.9 12 20.5 12 20.5Z" /><circle cx="12" cy="9.75" r="2.25" />`,
  ),
  plus: icon(svg`<path d="M12 5.5v13M5.5 12h13" />`),
  mute: icon(
    svg`<path d="M6.5 16.5V11a5.5 5.5 0 0 1 8.9-4.3M17.5 10.5v6M5 16.5h11.5M10.25 19.25a2 2 0 0 0 3.5 0M4.5 4.5l15 15" />`,
  ),
  muted: icon(
    svg`<path d="M8.5 5.25h8.75a2 2 0 0 1 2 2v7.5M16 16.25h-3.5l-4 3v-3H6.75a2 2 0 0 1-2-2v-7M4.5 4.5l15 15" />`,
  ),
  ban: icon(svg`<circle cx="12" cy="12" r="8.25" /><path d="m6.2 6.2 11.6 11.6" />`),
  removePerson: icon(
    svg`<circle cx="10" cy="8.5" r="3.25" /><path d="M4 19c.4-3.2 2.9-5 6-5s5.6 1.8 6 5M16 8.75h4.75" />`,
  ),
  host: icon(svg`<path d="m4.75 8 3.75 3.25L12 5.75l3.5 5.5L19.25 8l-1.5 10H6.25Z" />`),
  leave: icon(
    svg`<g class="turns"><path d="M13.5 5.25H7a1.75 1.75 0 0 0-1.75 1.75v10c0 .97.78 1.75 1.75 1.75h6.5M11 12h8.75m-3.5-3.5 3.5 3.5-3.5 3.5" /></g>`,
  ),
  heart: icon(
    svg`<path d="M12 19.5S4.25 15 4.25 9.6A4.1 4.1 0 0 1 12 7.4a4.1 4.1 0 0 1 7.75 2.2C19.75 15 12 19.5 12 19.5Z" />`,
  ),
  reply: icon(
    svg`<g class="turns"><path d="M10 6.5 4.75 11.75 10 17m-5-5.25h8.5c3.3 0 5.75 2.2 5.75 5.5" /></g>`,
  ),
  file: icon(
    svg`<path d="M13.5 3.75H7.75a2 2 0 0 0-2 2v12.5a2 2 0 0 0 2 2h8.5a2 2 0 0 0 2-2V8.5l-4.75-4.75Zm0 0V8.5h4.75" />`,
  ),
  picture: icon(
    svg`<rect x="4" y="5" width="16" height="14" rx="2.5" /><circle cx="9" cy="10" r="1.5" /><path d="m5 17.5 4.5-4 3 2.5 3-3.5 4 4" />`,
  ),
  archive: icon(
    svg`<rect x="5.5" y="3.75" width="13" height="16.5" rx="2" /><path d="M12 4v1.5m0 2V9m0 2v1.5M11 15h2v2h-2Z" />`,
  ),
  link: icon(
    svg`<path d="M10 14a3.75 3.75 0 0 0 5.3 0l3.1-3.1a3.75 3.75 0 0 0-5.3-5.3l-1.35 1.35M14 10a3.75 3.75 0 0 0-5.3 0l-3.1 3.1a3.75 3.75 0 0 0 5.3 5.3l1.35-1.35" />`,
  ),
  share: icon(
    svg`<g class="turns"><path d="m14 6.5 5.25 5.25L14 17m5-5.25h-8.5c-3.3 0-5.75 2.2-5.75 5.5" /></g>`,
  ),
  play: icon(svg`<path d="M8 5.25v13.5L18.75 12Z" fill="currentColor" />`),
  pause: icon(svg`<path d="M9 6v12M15 6v12" stroke-width="3" />`),
  stop: icon(svg`<rect x="5.5" y="5.5" width="13" height="13" rx="2.5" fill="currentColor" />`),
  download: icon(svg`<path d="M12 4.75v10m-4-4 4 4 4-4M5.5 19.25h13" />`),
  back: icon(svg`<path d="m14.5 6-6 6 6 6" />`),
  forward: icon(svg`<path d="m9.5 6 6 6-6 6" />`),
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
  moderatePerson: icon(
    svg`<circle cx="10" cy="8.5" r="3.25" /><path d="M4 19c.4-3.2 2.7-5 5.75-5M17 12.25l-3.75 1.5v2.5c0 2.1 1.5 3.6 3.75 4.5 2.25-.9 3.75-2.4 3.75-4.5v-2.5Z" />`,
  ),
  moderator: icon(
    svg`<path d="M12 3.75 5.25 6.5v5c0 4.2 2.8 7.4 6.75 8.75 3.95-1.35 6.75-4.55 6.75-8.75v-5L12 3.75Z" /><path d="m9 12 2.25 2.25L15.25 10" />`,
  ),
  calendar: icon(
    svg`<rect x="4.5" y="5.5" width="15" height="14" rx="2.25" /><path d="M4.5 10h15M8.5 3.75V7M15.5 3.75V7" />`,
  ),
  hourglass: icon(
    svg`<path d="M7 4.5h10M7 19.5h10M8.5 4.5v2.25c0 2 3.5 3.5 3.5 5.25s-3.5 3.25-3.5 5.25v2.25M15.5 4.5v2.25c0 2-3.5 3.5-3.5 5.25s3.5 3.25 3.5 5.25v2.25" />`,
  ),
  flag: icon(svg`<path d="M6 20.25V4.5m0 .75h11l-2.25 4L17 13.25H6" />`),
  history: icon(
    svg`<path d="M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 8.75M4.5 4.5v4.25h4.25M12 8v4.25l2.75 1.75" />`,
  ),
  later: icon(
    svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.4-5.5l2.4 2.25M19.5 4.5v4.25h-4.25M12 8v4.25l2.75 1.75" />`,
  ),
  alarm: icon(
    svg`<circle cx="12" cy="13" r="6.75" /><path d="M12 9.5V13l2.25 1.5M4 7.5 7 4.75M20 7.5l-3-2.75M7.25 18l-1.5 2M16.75 18l1.5 2" />`,
  ),
  terminal: icon(svg`<path d="m5 7 5 5-5 5M12.5 17.25H19" />`),
  bookmark: icon(svg`<path d="M7.25 4.5h9.5v15L12 15.75 7.25 19.5Z" />`),
  pin: icon(svg`<path d="M9.25 4.5h5.5l-.6 6 2.85 2.75v1.5H7v-1.5l2.85-2.75-.6-6ZM12 14.75v5.5" />`),
  spotlight: icon(
    svg`<path d="m12 4.2 2.4 4.9 5.4.8-3.9 3.8.9 5.4-4.8-2.6-4.8 2.6.9-5.4L4.2 9.9l5.4-.8L12 4.2Z" />`,
  ),
  unpin: icon(
    svg`<path d="M9.25 4.5h5.5l-.6 6 2.85 2.75v1.5H7v-1.5l2.85-2.75-.6-6ZM12 14.75v5.5M4.5 4.5l15 15" />`,
  ),
  list: icon(
    svg`<g class="turns"><path d="M9 7h10.5M9 12h10.5M9 17h10.5M4.75 7v.05M4.75 12v.05M4.75 17v.05" /></g>`,
  ),
  pictureInPicture: icon(
    svg`<path d="M11 18.5H6.25A2.25 2.25 0 0 1 4 16.25v-8.5A2.25 2.25 0 0 1 6.25 5.5h11.5A2.25 2.25 0 0 1 20 7.75V10" /><rect x="13" y="12.75" width="7.75" height="6" rx="1.5" fill="currentColor" />`,
  ),
  blur: icon(
    svg`<circle cx="12" cy="9" r="3.25" /><path d="M6 19.5c.5-3.4 2.8-5.25 6-5.25s5.5 1.85 6 5.25" /><path d="M4 5.5v.05M4 10v.05M4 14.5v.05M20 5.5v.05M20 10v.05M20 14.5v.05M8 3.75v.05M16 3.75v.05" stroke-width="2.25" />`,
  ),
} satisfies Record<string, TemplateResult>;
