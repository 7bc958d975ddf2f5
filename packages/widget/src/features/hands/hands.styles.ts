import { css } from 'lit';
import { avatarStyle } from '../../styles/avatar.ts';
import { clippedNameStyle } from '../../styles/clipped-name.ts';
import { panelStyle } from '../../styles/panel.ts';

/** The bar under the header. */
export const handBarStyle = css`
  .hand-bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    min-block-size: 40px;
    padding-inline: var(--_space) 10px;
    border-block-end: 1px solid var(--_line);
    background: var(--_surface);
    font-size: 0.87em;
  }
  .hand-bar > .icon {
    flex: none;
    color: var(--_accent-text);
  }
  .hand-bar.called {
    background: var(--_bubble-own);
    font-weight: 600;
  }
  .hand-text {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 32px;
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .hand-bar .link {
    flex: none;
    min-block-size: 32px;
  }
  @media (forced-colors: active) {
    .hand-bar.called {
      border-block: 2px solid Highlight;
    }
  }
`;

/** The panel. */
export const handsStyle = [
  avatarStyle,
  clippedNameStyle,
  panelStyle,
  css`
    .bar {
      padding: 12px 16px 0;
    }
    ol {
      margin: 0;
      padding: 8px 8px 12px;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 10px;
      min-block-size: 48px;
      padding: 6px 8px;
      border-radius: var(--_round);
    }
    li.called {
      --_muted: var(--_text);
      background: var(--_bubble-own);
    }
    .place {
      flex: none;
      min-inline-size: 1.6em;
      color: var(--_muted);
      font-variant-numeric: tabular-nums;
      text-align: end;
    }
    .who {
      display: grid;
      flex: 1;
      min-inline-size: 90px;
      line-height: 1.3;
    }
    .buttons {
      display: flex;
      align-items: center;
      gap: 2px;
      margin-inline-start: auto;
    }
    .note {
      color: var(--_muted);
      font-size: 0.84em;
    }
    .small {
      min-block-size: max(34px, var(--_target));
      padding-inline: 12px;
      border-radius: var(--_round-small);
      background: var(--_sunken);
      font-size: 0.9em;
      font-weight: 600;
    }
    .small:hover {
      background: var(--_hover);
    }
    .nothing {
      padding: 40px 24px;
      color: var(--_muted);
      text-align: center;
    }
    @media (forced-colors: active) {
      .small {
        border: 1px solid ButtonText;
      }
      li.called {
        border: 1px solid Highlight;
      }
    }
  `,
];
