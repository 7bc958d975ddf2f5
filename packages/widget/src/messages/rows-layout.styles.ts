import { css } from 'lit';

/** Rows without bubbles: `density="rows"`. */
const rowsLayoutStyle = css`
  :host([density='rows']) .message {
    margin-inline: calc(-1 * var(--_space));
    padding-inline: calc(var(--_space) + 44px) var(--_space);
    padding-block: 1px;
    border-radius: 0;
  }
  :host([density='rows']) .message.first {
    padding-block-start: calc(4px + 2px * var(--_loose));
    margin-block-start: var(--chat-group-gap, calc(4px + 4px * var(--_loose)));
  }
  :host([density='rows']) .message:is(:hover, :focus-within) {
    background: var(--_hover);
  }
  :host([density='rows']) .stack {
    flex: 1;
    max-inline-size: 100%;
  }
  :host([density='rows']) .bubble {
    padding: 0;
    border-radius: min(4px, var(--_radius));
    background: none;
    color: var(--_text);
  }
  :host([density='rows']) .author {
    min-block-size: 24px;
    margin: 0;
    padding: 0;
    font-size: 0.94em;
  }
  :host([density='rows']) :is(.author, .meta) time {
    color: var(--_muted);
    font-size: 0.78rem;
    font-weight: 400;
  }
  /* At the top instead, or on hover. */
  :host([density='rows']) .meta time {
    display: none;
  }
  :host([density='rows']) .meta {
    color: var(--_muted);
  }
  :host([density='rows']) .side {
    --_size: 36px;
    inset-block: -22px auto;
  }
  :host([density='rows']) .avatar {
    --_size: 36px;
  }
  :host([density='rows']) .message:is(:hover, :focus-within) .line[data-time]::before {
    inset-block-start: 0;
    inline-size: 44px;
  }
  /* At the end of the row, above its text. */
  :host([density='rows']) .more {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
    margin: calc(4px - var(--_target) / 2) 0;
  }
  :host([density='rows']) .line {
    inline-size: 100%;
  }
  :host([density='rows']) .message:is(:hover, :focus-within) .more::before {
    background-color: var(--_raised);
    box-shadow: var(--_shadow);
  }
  @media (forced-colors: active) {
    :host([density='rows']) .bubble {
      border: 0;
    }
    :host([density='rows']) .message:is(:hover, :focus-within) {
      outline: 1px solid CanvasText;
      outline-offset: -1px;
    }
  }
`;

export const styles = { messages: rowsLayoutStyle };
