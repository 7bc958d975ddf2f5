import { css } from 'lit';
import { avatarStyle } from '../../styles/avatar.ts';
import { messageLineStyle, messageListStyle } from '../../styles/message-list.ts';
import { panelStyle } from '../../styles/panel.ts';

/** The bar under the header. */
export const pinBarStyle = [
  messageLineStyle,
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
export const pinsStyle = [avatarStyle, panelStyle, messageListStyle];
