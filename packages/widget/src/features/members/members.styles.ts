import { css } from 'lit';
import { clippedNameStyle } from '../../styles/clipped-name.ts';
import { presenceStyle } from '../../styles/presence.ts';
import { panelStyle } from '../../styles/panel.ts';

export const membersStyle = [
  clippedNameStyle,
  presenceStyle,
  panelStyle,
  css`
    .members {
      padding: 8px 8px 12px;
    }
    .invite {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 8px;
      margin-block: 12px 0;
    }
    .member {
      display: flex;
      align-items: center;
      gap: 4px;
    }
    .person {
      flex: 1;
      display: flex;
      align-items: center;
      gap: 12px;
      min-inline-size: 0;
      min-block-size: max(40px + 8px * var(--_loose), var(--_target));
      padding: 6px 8px;
      border-radius: var(--_round);
      text-align: start;
    }
    button.person:hover {
      --_ring: var(--_hover);
      background: var(--_hover);
    }
    .who {
      flex: 1;
      display: grid;
      min-inline-size: 0;
      line-height: 1.3;
      overflow-x: clip;
      overflow-wrap: anywhere;
    }
    .note {
      color: var(--_muted);
      font-size: 0.84em;
    }
  `,
];
