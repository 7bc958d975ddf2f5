import { css } from 'lit';

/** The quote in a bubble, and the one above the field. */
export const replyStyle = {
  messages: css`
    .quote {
      display: grid;
      inline-size: 100%;
      min-inline-size: 8em;
      min-block-size: var(--_target);
      margin-block-end: 5px;
      padding-block: 4px;
      padding-inline: 9px 10px;
      border-inline-start: 3px solid var(--_accent-text);
      border-radius: min(8px, var(--_radius));
      background: color-mix(in oklab, currentColor 5%, transparent);
      text-align: start;
      font-size: 0.9em;
      line-height: 1.35;
      transition: background-color var(--_quick);
    }
    button.quote:hover {
      background: color-mix(in oklab, currentColor 8%, transparent);
    }
    .quote > * {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .quote b {
      color: var(--_accent-text);
      font-weight: 600;
    }
    .quote > span {
      opacity: 0.86;
    }
    .quote.gone > span,
    .quote.lone {
      font-style: italic;
    }
    .quote.lone {
      align-items: center;
      border-color: color-mix(in oklab, currentColor 30%, transparent);
    }
    .emoji .quote {
      background: var(--_bubble);
    }
  `,
  composer: css`
    .answering {
      display: flex;
      align-items: center;
      gap: 10px;
      padding-block: 2px 6px;
      padding-inline: 12px 2px;
      font-size: 0.87em;
      line-height: 1.35;
    }
    .answering > .icon {
      color: var(--_accent-text);
    }
    .quoted {
      display: grid;
      flex: 1;
      min-inline-size: 0;
    }
    .quoted > * {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .quoted b {
      color: var(--_accent-text);
      font-weight: 600;
    }
    .quoted span {
      color: var(--_muted);
    }
  `,
};
