import { css } from 'lit';

/** The toolbar of a message, the arrow of a swipe, and the message above a sheet. */
export const gestureStyle = css`
  .line {
    position: relative;
  }
  /* In a narrow list the toolbar lies over the name. */
  .author:focus-visible {
    position: relative;
    z-index: 1;
    background: var(--_surface);
  }
  .toolbar {
    position: absolute;
    display: flex;
    padding: 2px;
    /* The last place is that of the button which opens the menu. */
    padding-inline-end: calc(2px + 32px);
    min-block-size: 36px;
    border-radius: min(18px, calc(99 * var(--_radius)));
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  .tool,
  .line > .toolbar + .more {
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    border-radius: calc(99 * var(--_radius));
    color: var(--_muted);
  }
  .line > .toolbar + .more {
    position: absolute;
    margin: 0;
    pointer-events: auto;
  }
  .tool .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  .tool .emoji {
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
    font-size: 18px;
    line-height: 1;
    transition: scale var(--_quick);
  }
  .tool:hover,
  .toolbar + .more:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  .tool:hover .emoji {
    scale: 1.18;
  }
  .tool[aria-pressed='true'] {
    background: var(--_bubble-own);
  }
  .tool:focus-visible {
    outline-offset: -2px;
  }
  .toolbar + .more::before {
    content: '';
    inline-size: 28px;
    block-size: 28px;
    padding-inline: 5px;
    border-radius: calc(99 * var(--_radius));
    background: radial-gradient(circle, currentColor 1.5px, transparent 2px) center / 6px 4px repeat-x
      content-box;
  }
  .touched .more::before {
    content: none !important;
  }
  .swipe-arrow {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-end: calc(100% + 12px);
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    margin-block-start: -16px;
    border-radius: calc(99 * var(--_radius));
    background: var(--_sunken);
    color: var(--_muted);
    scale: 0.8;
    transition: scale var(--_quick);
  }
  .swipe-arrow.ready {
    background: var(--_accent-fill);
    color: var(--_on-accent);
    scale: 1;
  }
  .lifted {
    position: absolute;
    overflow: clip;
    overflow-clip-margin: 4px;
    transition: top 200ms cubic-bezier(0.2, 0, 0, 1);
  }
  @media (pointer: coarse) {
    /* A long press opens the actions. */
    .message {
      -webkit-touch-callout: none;
      -webkit-user-select: none;
      user-select: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .lifted {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .toolbar,
    .swipe-arrow {
      border: 1px solid CanvasText;
    }
    .tool:is(:hover, :focus-visible) {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .tool[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    /* Gradients are not drawn. */
    .toolbar + .more::before {
      content: '•••';
      display: grid;
      place-items: center;
      padding: 0;
      border: 1px solid ButtonText;
      background: ButtonFace;
      color: ButtonText;
      font-size: 8px;
    }
    .toolbar + .more:hover::before {
      border-color: Highlight;
    }
  }
`;
