import { css } from 'lit';

/**
 * The card of a link in a bubble. It has its height from the first moment: an `svg` with the shape of the
 * picture reserves its space.
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
  .link-card:has(.banner) {
    max-inline-size: 340px;
  }
  .link-card .preview {
    position: relative;
    overflow: hidden;
    background: color-mix(in oklab, currentColor 8%, transparent);
  }
  .link-card .preview svg {
    display: block;
    inline-size: 340px;
    min-inline-size: 100%;
    max-inline-size: 100%;
    block-size: auto;
  }
  .link-card .preview img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .link-card a:has(.banner) {
    padding-inline-end: 9px;
  }
  .link-card .banner {
    margin-block: -6px 6px;
    margin-inline: -9px;
    border-start-end-radius: min(8px, var(--_radius));
  }
  .link-card a:has(.preview:not(.banner)) {
    grid-template: auto auto 1fr / 56px minmax(0, 1fr);
    column-gap: 10px;
  }
  .link-card .preview:not(.banner) {
    grid-row: 1 / span 3;
    align-self: start;
    border-radius: min(6px, var(--_radius));
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
  .link-card:has(.banner) .icon-button {
    background: var(--_surface);
    color: var(--_text);
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
