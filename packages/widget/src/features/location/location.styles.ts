import { css } from 'lit';

/** The card of a shared location. */
export const locationStyle = css`
  .location {
    display: flex;
    gap: 10px;
    margin-block: 4px 2px;
    min-inline-size: min(15rem, 100%);
  }
  .location > .icon {
    flex: none;
    box-sizing: border-box;
    inline-size: 36px;
    block-size: 36px;
    padding: 7px;
    border-radius: 50%;
    background: color-mix(in oklab, currentColor 10%, transparent);
  }
  .location > div {
    display: grid;
    justify-items: start;
    line-height: 1.35;
  }
  .location bdi {
    font-variant-numeric: tabular-nums;
  }
  .location small {
    color: var(--_muted);
    font-size: 0.85em;
  }
  .own .location small {
    color: inherit;
  }
  .location .links {
    display: flex;
    flex-wrap: wrap;
    column-gap: 14px;
  }
  .location a {
    display: inline-flex;
    align-items: center;
    min-block-size: max(28px, var(--_target) - 8px);
    color: var(--_accent-text);
    font-size: 0.92em;
    font-weight: 600;
    text-underline-offset: 3px;
  }
  .own .location a {
    color: inherit;
  }
  @media (forced-colors: active) {
    .location > .icon {
      border: 1px solid CanvasText;
    }
  }
`;
