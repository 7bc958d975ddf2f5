import { css } from 'lit';

/** The gallery covers the page in all themes with the same dark ground, as cameras and film viewers do. */
export const lightboxStyle = css`
  :host {
    --_text: #fff;
    --_muted: rgb(255 255 255 / 0.72);
    --_hover: rgb(255 255 255 / 0.16);
    --_accent-text: #fff;
  }
  dialog {
    inline-size: 100%;
    block-size: 100%;
    max-inline-size: none;
    max-block-size: none;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)
      env(safe-area-inset-left);
    overflow: hidden;
    border: 0;
    background: #0b0d12;
    color: var(--_text);
  }
  dialog::backdrop {
    background: #0b0d12;
  }
  dialog[open] {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
  }
  .top,
  .bottom {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 8px 12px;
  }
  .about {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    line-height: 1.3;
  }
  .about > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .about b {
    font-weight: 600;
  }
  .about span,
  .count {
    color: var(--_muted);
    font-size: 0.87em;
    font-variant-numeric: tabular-nums;
  }
  .icon-button {
    color: inherit;
  }
  .stage {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    place-items: center;
    min-block-size: 0;
    overflow: hidden;
    padding: 0 16px;
    touch-action: none;
    user-select: none;
  }
  .zoom {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    place-items: center;
    inline-size: 100%;
    block-size: 100%;
    cursor: zoom-in;
    touch-action: none;
  }
  .zoom:focus-visible {
    outline-offset: -2px;
  }
  .zoomed .zoom {
    cursor: zoom-out;
  }
  .zoom img {
    max-inline-size: 100%;
    max-block-size: 100%;
    block-size: auto;
    inline-size: auto;
    min-block-size: 0;
    object-fit: contain;
    border-radius: min(4px, var(--_radius));
  }
  .gone {
    color: var(--_muted);
  }
  .stage :is(audio, video) {
    max-inline-size: 100%;
    max-block-size: 100%;
    min-block-size: 0;
  }
  .stage video {
    inline-size: min(100%, 1280px);
  }
  .stage audio {
    inline-size: min(100%, 560px);
  }
  .bottom {
    justify-content: center;
    min-block-size: 52px;
  }
  .caption {
    flex: 1;
    min-inline-size: 0;
    max-block-size: 4.2em;
    overflow-y: auto;
    color: var(--_text);
    font-size: 0.93em;
    line-height: 1.4;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .turn {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .count {
    min-inline-size: 4em;
    text-align: center;
  }
  .icon-button[aria-disabled] {
    opacity: 0.35;
  }
  .icon-button[aria-disabled]:hover {
    background: none;
  }
  .turn .icon:dir(rtl) {
    transform: scaleX(-1);
  }
  /* Pictures glide in, unless the user asked for less motion. */
  @media (prefers-reduced-motion: no-preference) {
    .zoom img {
      transition: transform 120ms ease-out;
    }
    .dragged .zoom img {
      transition: none;
    }
  }
  /* Side by side where there is room; above each other on phones. */
  @media (max-width: 599.98px) {
    .bottom {
      flex-direction: column;
      gap: 4px;
    }
    .caption {
      flex: none;
      inline-size: 100%;
      text-align: center;
    }
  }
  @media (forced-colors: active) {
    :host {
      --_text: CanvasText;
      --_muted: CanvasText;
    }
    dialog,
    dialog::backdrop {
      background: Canvas;
    }
  }
`;
