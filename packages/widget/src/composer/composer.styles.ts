import { css } from 'lit';

export const composerStyle = css`
  :host {
    display: block;
    --_height: max(38px + 8px * var(--_loose), var(--_target) + 2px);
    --_button: max(36px, var(--_target));
    --_inset: calc((var(--_height) - var(--_button)) / 2);
    container-type: inline-size;
    background: var(--_surface);
  }
  .composer {
    max-inline-size: var(--chat-measure, 60rem);
    margin-inline: auto;
    padding-inline: max(var(--_space) - 4px, 12px);
    padding-block-end: max(12px, env(safe-area-inset-bottom));
  }
  .typing {
    block-size: 24px;
  }
  .field {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    border: 1px solid var(--_line-strong);
    border-radius: min(24px, 1.5 * var(--_radius));
    background: var(--_raised);
  }
  /* As wide as its longest line: next to the tools while that fits, else above them. */
  textarea {
    flex: auto;
    inline-size: auto;
    min-inline-size: 0;
    max-inline-size: 100%;
    min-block-size: var(--_height);
    max-block-size: min(11em, 40cqb, 40dvb);
    padding-block: calc((var(--_height) - 24px) / 2);
    padding-inline: 18px 4px;
    field-sizing: content;
    resize: none;
    overflow-y: auto;
    scrollbar-width: thin;
    /* iOS zooms the page if it is smaller. */
    font-size: max(16px, 1em);
    line-height: max(24px, 1.3em);
    overflow-wrap: anywhere;
  }
  textarea:placeholder-shown {
    inline-size: 0;
  }
  .tall textarea {
    flex-basis: 100%;
  }
  /* Hidden itself: that it begins further left with another tool is no shift of the page. */
  .tools {
    display: flex;
    margin-inline-start: auto;
    visibility: hidden;
  }
  .tools > * {
    visibility: visible;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .send {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: var(--_button);
    block-size: var(--_button);
    margin: var(--_inset);
    border-radius: calc(99 * var(--_radius));
    background: var(--_accent-fill);
    color: var(--_on-accent);
  }
  .send .icon {
    stroke-width: 2;
  }
  .send:disabled {
    background: var(--_hover);
    color: var(--_muted);
  }
`;
