import { css } from 'lit';
import { avatarStyle } from '../../styles/avatar.ts';
import { messageListStyle } from '../../styles/message-list.ts';
import { panelStyle } from '../../styles/panel.ts';

export const savedStyle = [
  avatarStyle,
  panelStyle,
  messageListStyle,
  css`
    .place {
      display: flex;
      align-items: center;
      gap: 4px;
      margin-block-start: 2px;
      color: var(--_accent-text);
      font-size: 0.84em;
      overflow-wrap: anywhere;
    }
    .place .icon {
      flex: none;
      inline-size: 14px;
      block-size: 14px;
    }
  `,
];
