import { css } from 'lit';

export const pollsStyle = css`
  .poll {
    display: grid;
    gap: 8px;
    /* As wide before and after the vote, whatever its texts: the list less the avatar and the margins. */
    inline-size: min(20rem, 100cqi - 104px);
    max-inline-size: 100%;
    margin-block: 4px 2px;
  }
  .poll-note {
    color: inherit;
    font-size: 0.84em;
    opacity: 0.85;
  }
  .poll-options {
    display: grid;
    gap: 4px;
  }
  .poll-option {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) minmax(3.2em, auto);
    align-items: center;
    column-gap: 10px;
    row-gap: 4px;
    min-block-size: max(36px, var(--_target));
    padding-block: 4px;
    cursor: pointer;
  }
  .poll-option:has(:disabled) {
    cursor: default;
  }
  .poll-option input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent-fill);
    cursor: inherit;
  }
  /* The browser's own are too pale to show what the user chose. */
  @media (forced-colors: none) {
    .poll-option input:disabled {
      border: 1.5px solid currentColor;
      border-radius: 50%;
      opacity: 0.6;
      appearance: none;
    }
    .poll-option [type='checkbox']:disabled {
      border-radius: 4px;
    }
    .poll-option input:disabled:checked {
      opacity: 1;
      background: radial-gradient(closest-side, currentColor 56%, transparent 62%);
    }
    .poll-option [type='checkbox']:disabled:checked {
      background: linear-gradient(currentColor, currentColor) center / 60% 60% no-repeat;
    }
  }
  .poll-text {
    display: flex;
    align-items: center;
    gap: 6px;
    overflow-wrap: anywhere;
  }
  .poll-mark .icon {
    inline-size: 16px;
    block-size: 16px;
    stroke-width: 2.5;
  }
  .wrong .poll-mark {
    color: var(--_danger);
  }
  .poll-share {
    font-size: 0.9em;
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }
  .poll-option progress {
    grid-column: 2 / -1;
    inline-size: 100%;
    block-size: 6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    appearance: none;
    background: color-mix(in oklab, currentColor 14%, transparent);
    color: inherit;
  }
  progress::-webkit-progress-bar {
    background: transparent;
  }
  /* Visible in an own message too, whose bubble is the accent colour in the dark. */
  progress::-webkit-progress-value {
    background: var(--_accent-text);
    transition: inline-size var(--_quick);
  }
  progress::-moz-progress-bar {
    background: var(--_accent-text);
  }
  .poll-count {
    padding: 0;
    font: inherit;
    text-decoration: underline;
    text-decoration-color: color-mix(in oklab, currentColor 45%, transparent);
    text-underline-offset: 2px;
  }
  .poll-add {
    display: flex;
    align-items: center;
    gap: 4px;
    padding-inline-start: 28px;
  }
  .poll-add input {
    flex: 1;
    box-sizing: border-box;
    min-inline-size: 0;
    min-block-size: max(34px, var(--_target));
    padding-inline: 10px;
    border: 1px solid color-mix(in oklab, currentColor 40%, transparent);
    border-radius: var(--_round-small);
    background: transparent;
    color: inherit;
    font: inherit;
    font-size: max(16px, 1em);
  }
  .poll-add input::placeholder {
    color: inherit;
    opacity: 0.75;
  }
  .poll-foot {
    display: grid;
    gap: 8px;
  }
  /* The rule goes away once the results are visible; its line stays. */
  .poll-rule {
    min-block-size: 2lh;
  }
  .poll-vote {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: max(36px, var(--_target));
    padding-inline: 16px;
    border: 1px solid currentColor;
    border-radius: var(--_round);
    font-weight: 600;
  }
  .poll-vote:not([aria-disabled='true']) {
    border-color: transparent;
    background: var(--_accent-fill);
    color: var(--_on-accent);
  }
  .poll-vote[aria-disabled='true'] {
    border-color: color-mix(in oklab, currentColor 30%, transparent);
    cursor: default;
  }
  .poll-vote .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  @media (forced-colors: active) {
    .poll-option progress {
      border: 1px solid CanvasText;
      block-size: 8px;
    }
    progress::-webkit-progress-value {
      background: Highlight;
    }
    progress::-moz-progress-bar {
      background: Highlight;
    }
  }
`;
