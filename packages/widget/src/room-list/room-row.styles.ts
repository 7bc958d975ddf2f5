import { css } from 'lit';
import { clippedNameStyle } from '../styles/clipped-name.ts';

/** One room of a list, and an invitation. */
export const roomRowStyle = [
  clippedNameStyle,
  css`
    .room {
      position: relative;
      border-radius: var(--_round);
    }
    .room:hover {
      background: var(--_hover);
    }
    .chosen,
    .chosen:hover {
      background: var(--_bubble-own);
    }
    .row {
      display: flex;
      align-items: center;
      gap: 12px;
      inline-size: 100%;
      min-block-size: calc(52px + 12px * var(--_loose));
      padding: 8px;
      border-radius: inherit;
      text-align: start;
    }
    .row:focus-visible {
      outline-offset: -2px;
    }
    .avatar {
      --_size: calc(34px + 8px * var(--_loose));
    }
    .lines {
      display: grid;
      flex: 1;
      gap: 2px;
      min-inline-size: 0;
    }
    .line {
      display: flex;
      align-items: center;
      gap: 6px;
      min-inline-size: 0;
      min-block-size: 20px;
    }
    .name {
      overflow: hidden;
      font-weight: 600;
      line-height: 1.3;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .line .name {
      flex: 1;
    }
    /* Cut at its end, in either direction of writing. */
    .name > bdi {
      display: block;
      overflow: hidden;
      text-align: -webkit-match-parent;
      text-align: match-parent;
      text-overflow: ellipsis;
    }
    time {
      flex: none;
      color: var(--_muted);
      font-size: 0.8em;
    }
    .news time {
      color: var(--_accent-text);
      font-weight: 600;
    }
    .muted {
      flex: none;
      color: var(--_muted);
    }
    .preview .icon,
    .muted .icon {
      inline-size: 15px;
      block-size: 15px;
    }
    .preview {
      display: flex;
      flex: 1;
      align-items: center;
      gap: 0.3em;
      min-inline-size: 0;
      color: var(--_muted);
      font-size: 0.9em;
      line-height: 1.35;
    }
    .preview > bdi {
      flex: 0 1 auto;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .preview > .author {
      flex: none;
      max-inline-size: 70%;
    }
    .draft {
      flex: none;
      color: var(--_danger);
    }
    .news .preview {
      color: var(--_text);
    }
    .note {
      font-style: italic;
    }
    .chosen .preview,
    .chosen time {
      color: color-mix(in oklab, var(--_bubble-own-text) 72%, transparent);
    }
    .count {
      display: grid;
      place-items: center;
      flex: none;
      min-inline-size: 20px;
      padding-inline: 6px;
      border-radius: calc(99 * var(--_radius));
      background: color-mix(in oklab, var(--_text) 14%, transparent);
      color: var(--_text);
      font-size: 12px;
      font-weight: 600;
      line-height: 20px;
      font-variant-numeric: tabular-nums;
    }
    .news .count,
    .count.at {
      background: var(--_accent-fill);
      color: var(--_on-accent);
    }
    .more {
      position: absolute;
      inset-block-start: 4px;
      inset-inline-end: 4px;
      min-inline-size: 32px;
      min-block-size: 32px;
      background: var(--_raised);
      box-shadow: var(--_shadow);
      opacity: 0;
    }
    .more:hover {
      background: var(--_raised);
    }
    .room:hover .more,
    .more:focus-visible,
    .more:active {
      opacity: 1;
    }
    @media (hover: hover) {
      .room:hover time,
      .room:has(.more:focus-visible) time {
        visibility: hidden;
      }
    }
    @media (pointer: coarse) {
      .more {
        position: static;
        background: none;
        box-shadow: none;
        opacity: 1;
      }
      .room {
        display: flex;
        align-items: center;
      }
      .row {
        min-inline-size: 0;
      }
    }
    .invitations {
      margin-block-end: 8px;
    }
    .invitation {
      display: flex;
      gap: 12px;
      padding: 12px 8px;
      border-radius: var(--_round);
      background: var(--_sunken);
    }
    .invitation + .invitation {
      margin-block-start: 6px;
    }
    .invitation .preview {
      display: block;
      overflow-wrap: anywhere;
    }
    .answers {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-block-start: 8px;
    }
    .answers button {
      min-block-size: max(36px, var(--_target));
      padding-inline: 12px;
      border-radius: var(--_round-small);
      font-size: 0.9em;
      font-weight: 600;
    }
    @media (forced-colors: active) {
      .chosen {
        outline: 2px solid Highlight;
        outline-offset: -2px;
      }
    }
  `,
];
