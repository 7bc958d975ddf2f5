import { css } from 'lit';
import { clippedNameStyle } from '../../styles/clipped-name.ts';
import { presenceStyle } from '../../styles/presence.ts';
import { fieldStyle } from '../../styles/field.ts';
import { panelStyle } from '../../styles/panel.ts';

export const membersStyle = [
  clippedNameStyle,
  presenceStyle,
  panelStyle,
  fieldStyle,
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
    .badge {
      display: inline-block;
      padding-inline: 6px;
      border-radius: min(6px, var(--_radius));
      background: var(--_bubble-own);
      color: var(--_accent-text);
      font-size: 0.72em;
      font-weight: 600;
      line-height: 1.5;
      vertical-align: 1px;
    }
    .mark {
      margin-inline-start: 6px;
      color: var(--_accent-text);
      font-size: 0.84em;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .muted .icon {
      color: var(--_muted);
    }
    .muted .icon,
    .mark .icon {
      inline-size: 15px;
      block-size: 15px;
      vertical-align: -2px;
    }
    .search {
      position: sticky;
      inset-block-start: 0;
      z-index: 1;
      padding: 12px 16px 4px;
      background: var(--_surface);
    }
    .none {
      margin: 16px;
      color: var(--_muted);
      text-align: center;
    }
    @media (forced-colors: active) {
      .badge {
        border: 1px solid CanvasText;
      }
    }
  `,
];
