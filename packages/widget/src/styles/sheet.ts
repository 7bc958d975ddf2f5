import { css } from 'lit';

/** A menu as a sheet at the lower edge, on phones. */
export const sheetStyle = css`
  dialog {
    position: fixed;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    overscroll-behavior: contain;
    background: rgb(10 12 20 / 0.5);
    color: var(--_text);
    pointer-events: auto;
    animation: dim var(--_quick);
  }
  dialog::backdrop {
    background: none;
  }
  dialog:not([open]) {
    display: none;
  }
  .sheet.menu {
    position: absolute;
    inset: auto 0 0;
    inline-size: min(100%, 32rem);
    max-inline-size: none;
    max-block-size: 80%;
    margin-inline: auto;
    padding: 8px 8px max(8px, env(safe-area-inset-bottom));
    border-end-start-radius: 0;
    border-end-end-radius: 0;
    border-start-start-radius: calc(1.25 * var(--_round-large));
    border-start-end-radius: calc(1.25 * var(--_round-large));
    touch-action: none;
    animation: slide 200ms cubic-bezier(0.2, 0, 0, 1);
  }
  .sheet.scrolls {
    touch-action: pan-y;
  }
  .sheet::before {
    content: '';
    display: block;
    inline-size: 36px;
    block-size: 4px;
    margin: 0 auto 8px;
    border-radius: calc(99 * var(--_radius));
    background: var(--_line-strong);
  }
  .sheet button {
    min-block-size: max(44px, var(--_target));
    padding-inline: 14px 16px;
    gap: 14px;
    touch-action: inherit;
  }
  .touched button:focus-visible:not(:hover) {
    outline: none;
    background: none;
  }
  .sheet .quick {
    justify-content: space-between;
  }
  .sheet .quick button {
    padding-inline: 0;
  }
  .sheet .quick .emoji {
    font-size: 26px;
  }
  @keyframes dim {
    from {
      background: none;
    }
  }
  @keyframes slide {
    from {
      translate: 0 100%;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    dialog,
    .sheet.menu {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .sheet::before {
      background: ButtonText;
    }
  }
`;
