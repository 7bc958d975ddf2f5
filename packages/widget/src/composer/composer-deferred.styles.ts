import { css } from 'lit';

/** Styles of the composer that the first view does not need. */
export const composerDeferredStyle = css`
  .typing {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 0 8px 4px;
    color: var(--_muted);
    font-size: 0.8em;
    white-space: nowrap;
  }
  .field {
    transition:
      border-color var(--_quick),
      box-shadow var(--_quick);
  }
  .field:focus-within {
    border-color: var(--_accent-text);
    box-shadow: 0 0 0 3px color-mix(in oklab, var(--_accent-text) 20%, transparent);
  }
  textarea:focus-visible {
    outline: none;
  }
  /* Chromium reads it from the field. */
  textarea:placeholder-shown {
    text-overflow: ellipsis;
  }
  textarea::placeholder {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .send {
    transition:
      background-color var(--_quick),
      color var(--_quick),
      scale var(--_quick);
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .dots i {
    inline-size: 5px;
    block-size: 5px;
    border-radius: 50%;
    background: currentColor;
    animation: wave 1.2s ease-in-out infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }
  .who {
    overflow: hidden;
    text-overflow: ellipsis;
    animation: appear 180ms;
  }
  .send:hover:not(:disabled) {
    filter: brightness(1.08);
  }
  .send:active:not(:disabled) {
    scale: 0.94;
  }
  @keyframes wave {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
      translate: 0 -2px;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i,
    .who {
      animation: none;
    }
  }
  .left {
    display: block;
    padding: 4px 18px 0;
    color: var(--_muted);
    font-size: 0.78em;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .left.over {
    color: var(--_danger);
    font-weight: 600;
  }
  .editing {
    display: flex;
    align-items: center;
    gap: 10px;
    padding-block: 0 6px;
    padding-inline: 12px 4px;
    font-size: 0.84em;
    line-height: 1.35;
  }
  .editing > .icon {
    color: var(--_accent-text);
  }
  .editing span {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    color: var(--_muted);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .editing b {
    color: var(--_accent-text);
    font-weight: 600;
  }
  .lock {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 48px;
    padding: 10px 16px;
    border-radius: var(--_round-large);
    background: var(--_sunken);
    color: var(--_muted);
    font-size: 0.92em;
    text-align: center;
    text-wrap: balance;
  }
  .lock .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  @media (forced-colors: active) {
    .field:focus-within {
      outline: 2px solid Highlight;
    }
    .send {
      border: 1px solid ButtonText;
    }
    .lock {
      border: 1px solid CanvasText;
    }
  }
`;
