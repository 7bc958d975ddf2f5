import { css } from 'lit';

/** The content of a panel: scrolls, and ends with a button that loads more. */
export const panelStyle = css`
  :host {
    --_ring: var(--_surface);
    display: block;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line-strong) transparent;
    background: var(--_surface);
  }
  .load {
    display: block;
    inline-size: calc(100% - 32px);
    min-block-size: max(40px, var(--_target));
    margin: 0 16px 16px;
    border-radius: var(--_round);
    background: var(--_sunken);
    font-weight: 600;
  }
  .load:hover {
    background: var(--_hover);
  }
  @media (forced-colors: active) {
    .load {
      border: 1px solid ButtonText;
    }
  }
`;

/** The filters of a list. */
export const chipStyle = css`
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-block-size: max(32px, var(--_target));
    padding-inline: 12px;
    border: 1px solid var(--_line-strong);
    border-radius: calc(99 * var(--_radius));
    font-size: 0.87em;
  }
  .chip .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .chip:hover {
    background: var(--_hover);
  }
  .chip[aria-pressed='true'] {
    border-color: transparent;
    background: var(--_accent-fill);
    color: var(--_on-accent);
  }
  @media (forced-colors: active) {
    .chip[aria-pressed='true'] {
      border-color: Highlight;
      box-shadow: inset 0 0 0 1px Highlight;
    }
  }
`;
