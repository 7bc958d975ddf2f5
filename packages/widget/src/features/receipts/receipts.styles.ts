import { css } from 'lit';
import { clippedNameStyle } from '../../styles/clipped-name.ts';

/** The two checks of a delivered or read message. */
export const readMarkStyle = css`
  .read-mark {
    display: inline-flex;
    /* As wide as the single check that it replaces, so that the message keeps its size. */
    margin-inline-end: -7px;
    color: var(--_accent-text);
  }
  .read-mark.delivered {
    color: inherit;
  }
  .read-mark .icon {
    stroke-width: 2.25;
    inline-size: 15px;
    block-size: 15px;
  }
  .read-mark .icon + .icon {
    margin-inline-start: -9px;
  }
  .own .bubble .read-mark:not(.delivered) {
    color: light-dark(oklch(from var(--_accent) 0.45 c h), oklch(from var(--_accent) 0.85 min(c, 0.1) h));
  }
`;

export const readersStyle = [
  clippedNameStyle,
  css`
    .readers {
      overflow-y: auto;
      padding: 8px 8px 12px;
    }
    .readers li {
      display: flex;
      align-items: center;
      gap: 12px;
      min-block-size: 44px;
      padding-inline: 8px;
    }
    .readers li small {
      flex: none;
      margin-inline-start: auto;
      color: var(--_muted);
      font-variant-numeric: tabular-nums;
    }
    .readers + h3,
    .nobody-read + h3 {
      margin: 4px 16px 0;
      color: var(--_muted);
      font-size: 0.87em;
      font-weight: 600;
    }
    .nobody-read {
      padding: 8px 16px;
      color: var(--_muted);
    }
  `,
];
