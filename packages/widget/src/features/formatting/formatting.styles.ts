import { css } from 'lit';

/** The button in the composer, and its toolbar. */
export const formattingStyle = css`
  .format-tools {
    order: -1;
  }
  .format-tools[aria-pressed='true'] {
    background: var(--_hover);
    color: var(--_text);
  }
  /* A narrow field has space for it when the microphone is not shown. */
  @container (max-width: 420px) {
    :placeholder-shown + .tools > .format-tools {
      display: none;
    }
  }
  /* For a selection it floats over the list, so that nothing moves. */
  .formatting-anchor {
    position: relative;
    z-index: 2;
  }
  .formatting {
    display: flex;
    inline-size: max-content;
    max-inline-size: 100%;
    margin-block-end: 6px;
    padding: 3px;
    overflow-x: auto;
    border-radius: var(--_round);
    background: var(--_sunken);
    scrollbar-width: none;
  }
  .formatting.floating {
    position: absolute;
    inset-block-end: 0;
    inset-inline-start: 0;
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  .formatting button {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 36px;
    block-size: max(34px, var(--_target));
    border-radius: var(--_round-small);
    color: var(--_muted);
  }
  .formatting button:hover,
  .formatting [aria-pressed='true'] {
    background: var(--_hover);
    color: var(--_text);
  }
  .formatting [aria-pressed='true'] {
    color: var(--_accent-text);
  }
  .formatting button:focus-visible {
    outline-offset: -2px;
  }
  .formatting .gap {
    flex: none;
    inline-size: 1px;
    margin: 6px 4px;
    background: var(--_line-strong);
  }
  @container (min-width: 480px) {
    @media (pointer: coarse) {
      .formatting button {
        inline-size: var(--_target);
      }
    }
  }
  @media (forced-colors: active) {
    .formatting {
      border: 1px solid CanvasText;
    }
    .formatting [aria-pressed='true'],
    .format-tools[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
