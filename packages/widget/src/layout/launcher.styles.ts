import { css } from 'lit';

export const launcherStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 12px;
  }
  .launcher {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 60px;
    block-size: 60px;
    border-radius: calc(99 * var(--_radius));
    background: var(--_accent-fill);
    color: var(--_on-accent);
    box-shadow: var(--_shadow);
    transition: filter var(--_quick);
  }
  .launcher:hover {
    filter: brightness(1.08);
  }
  .launcher .icon {
    inline-size: 28px;
    block-size: 28px;
  }
  .count {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    min-inline-size: 24px;
    padding-inline: 6px;
    border: 2px solid var(--_surface);
    border-radius: calc(99 * var(--_radius));
    background: var(--_danger);
    color: light-dark(#fff, #1a0f0f);
    font-size: 12.5px;
    font-style: normal;
    font-variant-numeric: tabular-nums;
    font-weight: 650;
    line-height: 20px;
    text-align: center;
  }
  .preview {
    display: flex;
    align-items: flex-start;
    gap: 2px;
    max-inline-size: min(300px, 100vw - 40px);
    padding: 6px;
    border-radius: var(--_round-large);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    animation: rise 200ms cubic-bezier(0.2, 0, 0, 1);
  }
  .last-message {
    display: grid;
    gap: 1px;
    min-inline-size: 0;
    padding-block: 6px;
    padding-inline: 10px 4px;
    border-radius: var(--_round-small);
    text-align: start;
  }
  .last-message b {
    font-size: 0.87em;
    font-weight: 650;
  }
  .last-message span {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
  }
  .last-message b {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .preview .icon-button {
    min-inline-size: 28px;
    min-block-size: 28px;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .preview {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .launcher,
    .preview {
      border: 1px solid ButtonText;
    }
  }
`;
