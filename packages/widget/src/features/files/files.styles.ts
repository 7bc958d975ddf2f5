import { css } from 'lit';

const about = css`
  .about {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    line-height: 1.35;
  }
  .about > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .about b {
    font-weight: 600;
  }
  .about .long-name {
    display: flex;
    text-overflow: clip;
    white-space: pre;
  }
  .long-name > span:first-child {
    overflow: hidden;
    min-inline-size: 0;
    text-overflow: ellipsis;
  }
  .long-name > span:last-child {
    flex: none;
  }
  .about > span {
    color: var(--_muted);
    font-size: 0.85em;
  }
  :is(.file, .tile, .row) .badge {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    margin: 0;
    border-radius: var(--_round-small);
    background: color-mix(in oklab, var(--_family, var(--_accent-text)) 14%, transparent);
    color: var(--_family, var(--_accent-text));
  }
  .ending::before {
    content: attr(data-ending);
    font-size: 11px;
    font-weight: 700;
    letter-spacing: 0.02em;
    line-height: 1;
    text-transform: uppercase;
  }
  /* A page with a folded corner. */
  :is(.file, .tile, .row) .badge:is(.pdf, .text) {
    position: relative;
    inline-size: 34px;
    block-size: 42px;
    margin-inline: 3px;
    padding-block-start: 8px;
    border-radius: min(4px, var(--_radius));
    clip-path: polygon(0 0, calc(100% - 11px) 0, 100% 11px, 100% 100%, 0 100%);
  }
  .badge:is(.pdf, .text)::after {
    content: '';
    position: absolute;
    inset: 0 0 auto auto;
    inline-size: 11px;
    block-size: 11px;
    border-end-start-radius: min(3px, var(--_radius));
    background: color-mix(in oklab, var(--_family, var(--_accent-text)) 32%, transparent);
  }
  .badge.pdf {
    --_family: light-dark(oklch(0.45 0.17 27), oklch(0.84 0.09 25));
  }
  .badge:is(.sheet, .audio) {
    --_family: light-dark(oklch(0.42 0.11 152), oklch(0.84 0.1 152));
  }
  .badge:is(.slides, .archive) {
    --_family: light-dark(oklch(0.43 0.1 60), oklch(0.86 0.09 75));
  }
  .badge:is(.video, .image) {
    --_family: light-dark(oklch(0.43 0.16 310), oklch(0.84 0.09 310));
  }
  .badge:is(.code, .other) {
    --_family: var(--_muted);
  }
`;

/** Files in bubbles, and above the field. */
export const fileStyle = {
  messages: [
    about,
    css`
      .files {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        justify-items: start;
        gap: 6px;
        max-inline-size: 280px;
      }
      /* The text is above the files and as wide as they may be; the time is below. */
      .holds-files .bubble {
        display: flex;
        flex-direction: column;
        max-inline-size: 306px;
      }
      .holds-files .message-body {
        display: contents;
      }
      .holds-files .text {
        margin-block-end: 6px;
      }
      .holds-files .files::after {
        display: none;
      }
      .holds-files .oversized > .text {
        overflow: clip;
        overflow-clip-margin: 4px;
      }
      .holds-files .meta {
        order: 1;
        align-self: flex-end;
      }
      .files .picture {
        position: relative;
        display: block;
        max-inline-size: 100%;
        padding: 0;
        overflow: hidden;
        border-radius: var(--_round);
        background: color-mix(in oklab, currentColor 8%, transparent);
        cursor: zoom-in;
      }
      .files .picture svg {
        display: block;
        max-inline-size: 100%;
        min-inline-size: 72px;
        max-block-size: 340px;
        block-size: auto;
      }
      .files .picture img {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
      }
      /* Several pictures are squares in a grid; the last of an odd number is as wide as two. */
      .files:has(.picture ~ .picture) {
        grid-template-columns: repeat(2, minmax(0, 1fr));
        justify-items: stretch;
        gap: 4px;
        inline-size: 280px;
        max-inline-size: 100%;
      }
      .files:has(.picture ~ .picture) > * {
        grid-column: 1 / -1;
      }
      .files:has(.picture ~ .picture) > .picture {
        grid-column: auto;
        aspect-ratio: 1;
      }
      .files:has(.picture ~ .picture) > .picture:last-child:nth-child(odd) {
        grid-column: 1 / -1;
        aspect-ratio: 2;
      }
      .files:has(.picture ~ .picture) > .picture svg {
        display: none;
      }
      .files .player {
        inline-size: 100%;
        margin: 0;
      }
      .player .recording {
        display: flex;
        align-items: center;
        gap: 10px;
        margin-block: 6px;
      }
      .recording .icon {
        flex: none;
        color: var(--_accent-text);
      }
      .files audio {
        display: block;
        inline-size: 100%;
        max-block-size: 340px;
        border-radius: var(--_round);
      }
      .files .file {
        display: flex;
        align-items: center;
        gap: 10px;
        inline-size: 100%;
        min-block-size: var(--_target);
        padding: 8px 10px;
        border-radius: var(--_round);
        background: color-mix(in oklab, currentColor 6%, transparent);
        text-align: start;
        transition: background-color var(--_quick);
      }
      .file .page {
        flex: none;
        inline-size: 40px;
        block-size: 52px;
        border-radius: var(--_round-small);
        object-fit: cover;
        object-position: top;
      }
      .files .file.altered {
        background: none;
        outline: 1px solid color-mix(in oklab, currentColor 20%, transparent);
        outline-offset: -1px;
      }
      .files .altered .about > :last-child {
        overflow: visible;
        white-space: normal;
      }
      .file progress {
        inline-size: 100%;
        block-size: 6px;
      }
      .files button.file:hover {
        background: color-mix(in oklab, currentColor 11%, transparent);
      }
      @media (forced-colors: active) {
        .files .file {
          border: 1px solid ButtonText;
        }
      }
    `,
  ],
  composer: [
    about,
    css`
      .tray {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        max-block-size: 40vh;
        margin: 0 0 8px;
        padding: 0;
        overflow: auto;
        list-style: none;
      }
      .tile {
        display: flex;
        align-items: center;
        gap: 10px;
        flex: 1 1 220px;
        max-inline-size: 100%;
        min-inline-size: 0;
        padding: 6px 8px;
        border: 1px solid var(--_line);
        border-radius: var(--_round-large);
        background: var(--_raised);
      }
      /* The error needs space for its text and the button next to it. */
      .tile.broken {
        flex-basis: 100%;
        border-color: var(--_danger);
      }
      .tile .link {
        flex: none;
        min-block-size: max(32px, var(--_target));
        padding-inline: 10px;
        border-radius: var(--_round-small);
        color: var(--_accent-text);
        font-weight: 600;
      }
      .tile .link:hover {
        background: var(--_hover);
      }
      .tile.broken .about > span {
        color: var(--_danger);
        white-space: normal;
      }
      .left-out {
        flex: 1 0 100%;
        color: var(--_danger);
        font-size: 0.84em;
        overflow-wrap: anywhere;
      }
      .too-large {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .too-large > span {
        display: grid;
        flex: 1;
      }
      .tile img {
        flex: none;
        inline-size: 40px;
        block-size: 40px;
        border-radius: var(--_round-small);
        object-fit: cover;
      }
      .tile progress {
        inline-size: 100%;
        block-size: 4px;
        margin-block-start: 4px;
        accent-color: var(--_accent-fill);
      }
    `,
  ],
  room: css`
    :host([data-dropping])::after {
      content: '';
      position: absolute;
      inset: 8px;
      z-index: 5;
      border: 2px dashed var(--_accent-text);
      border-radius: var(--_radius);
      background: color-mix(in oklab, var(--_accent-text) 12%, transparent);
      pointer-events: none;
    }
  `,
};
