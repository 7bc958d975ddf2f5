import { css } from 'lit';
import { blankStyle } from '../styles/blank.ts';
import { presenceStyle } from '../styles/presence.ts';
import { clearSearchStyle } from '../styles/field.ts';
import { roomRowStyle } from '../room-list/room-row.styles.ts';
import { skeletonStyle } from '../styles/skeleton.ts';

export const roomsStyle = [
  blankStyle,
  presenceStyle,
  skeletonStyle,
  roomRowStyle,
  clearSearchStyle,
  css`
    :host {
      --_ring: var(--_surface);
      display: block;
      inline-size: 100%;
      block-size: var(--chat-height, min(36rem, 100svb - 5rem));
      min-block-size: 15rem;
      max-block-size: 100dvb;
      isolation: isolate;
    }
    :host([theme='light']) {
      color-scheme: light;
    }
    :host([theme='dark']) {
      color-scheme: dark;
    }
    .frame {
      display: grid;
      block-size: 100%;
      overflow: clip;
      border: var(--chat-border, 1px solid var(--_line));
      border-radius: var(--chat-frame-radius, var(--_radius));
      background: var(--_surface);
    }
    .wide {
      grid-template-columns: clamp(260px, 32%, 360px) minmax(0, 1fr);
    }
    .frame:has(chat-call-notices) {
      grid-template-rows: auto minmax(0, 1fr);
    }
    chat-call-notices {
      grid-column: 1 / -1;
    }
    .side {
      display: flex;
      flex-direction: column;
      min-inline-size: 0;
      min-block-size: 0;
    }
    .wide .side {
      border-inline-end: 1px solid var(--_line);
    }
    .talk {
      display: grid;
      min-inline-size: 0;
      min-block-size: 0;
    }
    ::slotted(chat-room) {
      --chat-height: 100%;
      --chat-border: 0;
      --chat-frame-radius: 0;
      min-block-size: 0;
    }
    .top {
      display: flex;
      align-items: center;
      gap: 8px;
      flex: none;
      min-block-size: 64px;
      padding-inline: max(var(--_space), 12px) 10px;
    }
    h2 {
      flex: 1;
      font-size: 1.2em;
      font-weight: 650;
      letter-spacing: -0.012em;
    }
    .search {
      display: flex;
      align-items: center;
      gap: 8px;
      flex: none;
      min-block-size: 40px;
      margin: 0 12px 8px;
      padding-inline: 12px;
      border-radius: var(--_round);
      background: var(--_sunken);
      color: var(--_muted);
      cursor: text;
    }
    .search .icon {
      inline-size: 18px;
      block-size: 18px;
    }
    .search:focus-within {
      outline: 2px solid var(--_accent-text);
      outline-offset: -1px;
    }
    .search input {
      flex: 1;
      min-inline-size: 0;
      min-block-size: 40px;
      outline: none;
      color: var(--_text);
      font-size: max(16px, 1em);
      text-overflow: ellipsis;
      appearance: none;
    }
    .problem {
      flex: none;
      padding: 4px 16px 8px;
      color: var(--_danger);
      font-size: 0.9em;
    }
    .problem:empty {
      display: none;
    }
    .scroller {
      flex: 1;
      min-block-size: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
      padding: 0 8px 8px;
      scrollbar-width: thin;
      scrollbar-color: var(--_line-strong) transparent;
    }
    .quiet:hover,
    .load:hover {
      background: var(--_hover);
    }
    .load {
      flex: none;
      min-block-size: max(40px, var(--_target));
      margin: 0 12px 12px;
      border-radius: var(--_round);
      background: var(--_sunken);
      font-weight: 600;
    }
    .calm {
      animation: come 1ms 1s backwards;
    }
    @keyframes come {
      from {
        visibility: hidden;
      }
    }
    .waiting {
      display: grid;
      gap: 10px;
      padding: 4px 12px;
    }
    .blank .primary {
      margin-block-start: 12px;
    }
    @media (forced-colors: active) {
      .search {
        border: 1px solid FieldText;
      }
    }
  `,
];
