import { css } from 'lit';
import { avatarStyle } from '../../styles/avatar.ts';
import { panelStyle } from '../../styles/panel.ts';

const line = css`
  .about {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    line-height: 1.35;
    text-align: start;
  }
  .top {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-inline-size: 0;
  }
  .top b {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .top time,
  .count {
    flex: none;
    color: var(--_muted);
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
  }
`;

/** The bar under the header. */
export const pinBarStyle = [
  line,
  css`
    :host {
      display: block;
      flex: none;
    }
    section {
      display: flex;
      align-items: center;
      padding-inline: max(calc(var(--_space) - 8px), 4px) 10px;
      border-block-end: 1px solid var(--_line);
      background: var(--_surface);
      font-size: 0.87em;
    }
    .shown {
      display: flex;
      align-items: center;
      gap: 10px;
      flex: 1;
      min-inline-size: 0;
      min-block-size: max(46px, var(--_target));
      margin-block: 2px;
      padding-inline: 8px;
      border-radius: var(--_round-small);
      transition: background-color var(--_quick);
    }
    .shown:hover {
      background: var(--_hover);
    }
    .shown > .icon {
      color: var(--_accent-text);
    }
    .top b {
      color: var(--_accent-text);
    }
    .text {
      overflow: hidden;
      color: var(--_muted);
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    :dir(rtl) .step .icon {
      scale: -1 1;
    }
    @media (pointer: coarse) {
      .icon-button {
        min-inline-size: 38px;
      }
    }
  `,
];

/** The panel. */
export const pinsStyle = [
  avatarStyle,
  panelStyle,
  line,
  css`
    ul {
      padding: 8px 8px 12px;
    }
    li {
      display: flex;
      align-items: start;
    }
    .pin {
      display: flex;
      align-items: start;
      gap: 12px;
      flex: 1;
      min-inline-size: 0;
      min-block-size: 48px;
      padding: 8px;
      border-radius: var(--_round);
      transition: background-color var(--_quick);
    }
    .pin:hover {
      background: var(--_hover);
    }
    .pin time {
      margin-inline-start: auto;
      font-size: 0.8em;
    }
    .text {
      display: -webkit-box;
      overflow: hidden;
      color: var(--_muted);
      font-size: 0.93em;
      overflow-wrap: anywhere;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
    }
    li .icon-button {
      margin-block-start: 6px;
    }
    .nothing {
      display: grid;
      justify-items: center;
      gap: 10px;
      padding: 40px 24px;
      color: var(--_muted);
      text-align: center;
    }
  `,
];
