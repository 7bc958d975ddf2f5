import { css } from 'lit';

/**
 * The card of a link in a bubble. Its lines are as high as their text from the first moment: nothing in it
 * loads later.
 */
export const linkCardStyle = css`
  .link-card {
    position: relative;
    margin-block-start: 6px;
    border-inline-start: 3px solid var(--_accent-text);
    border-radius: min(8px, var(--_radius));
    background: color-mix(in oklab, currentColor 5%, transparent);
    font-size: 0.9em;
    line-height: 1.35;
  }
  .link-card a {
    display: grid;
    min-block-size: var(--_target);
    padding-block: 6px;
    padding-inline: 9px 34px;
    border-radius: inherit;
    color: inherit;
    text-decoration: none;
    text-align: start;
  }
  .link-card a:hover {
    background: color-mix(in oklab, currentColor 4%, transparent);
  }
  .link-card a:hover b {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .link-card small {
    overflow: hidden;
    color: var(--_muted);
    font-size: 0.9em;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .link-card :is(b, span) {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .link-card b {
    font-weight: 600;
  }
  .link-card .icon-button {
    position: absolute;
    inset-block-start: 2px;
    inset-inline-end: 2px;
    inline-size: 28px;
    block-size: 28px;
    min-inline-size: 0;
    min-block-size: 0;
    color: var(--_muted);
  }
  .link-card .icon-button .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .own .link-card small,
  .own .link-card .icon-button {
    color: inherit;
  }
  @media (hover: hover) {
    .link-card .icon-button {
      opacity: 0;
    }
    .link-card:is(:hover, :focus-within) .icon-button,
    .message:focus .link-card .icon-button {
      opacity: 1;
    }
  }
  @media (forced-colors: active) {
    .link-card {
      border: 1px solid CanvasText;
    }
    .link-card .icon-button {
      opacity: 1;
    }
  }
`;
