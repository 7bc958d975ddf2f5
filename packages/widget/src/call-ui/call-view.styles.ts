import { css } from 'lit';

/** A call over the whole screen of a phone, and as a small picture over the page. */
export const callViewStyle = css`
  .talk:popover-open {
    position: fixed;
    inset: 0 auto auto 0;
    margin: 0;
    border: 0;
    padding: 0;
    overflow: hidden;
    background: #101216;
    color: #fff;
  }
  .talk.full {
    --_text: #fff;
    --_muted: #c9ccd3;
    --_surface: #23262d;
    --_raised: #23262d;
    --_hover: rgb(90 94 104 / 0.75);
    --_line-strong: #6b707b;
    color-scheme: dark;
    grid-template-rows: minmax(0, 1fr);
    gap: 0;
    inline-size: 100%;
    block-size: 100%;
    max-inline-size: none;
    max-block-size: none;
  }
  .full .stage {
    grid-area: 1 / 1;
    border-radius: 0;
  }
  .full .remote {
    object-fit: contain;
  }
  .full.pictures:not(.calling) .facts,
  .full.group .facts {
    inset-block-start: calc(12px + env(safe-area-inset-top, 0px));
    inset-inline-start: 12px;
  }
  .full.pictures:not(.calling) .notes,
  .full.group .notes {
    inset-block-start: calc(48px + env(safe-area-inset-top, 0px));
    inset-inline: 12px;
  }
  .full:not(.pictures, .group) .notes,
  .full.calling .notes {
    inset-block-end: calc(108px + env(safe-area-inset-bottom, 0px));
  }
  .full .self {
    inset-block-end: calc(104px + env(safe-area-inset-bottom, 0px));
    inset-inline-end: 12px;
    inline-size: 104px;
    aspect-ratio: 3 / 4;
  }
  .full.calling .self {
    inset: 0;
    inline-size: auto;
    aspect-ratio: auto;
  }
  .full .controls {
    position: absolute;
    inset-block-end: 0;
    inset-inline: 0;
    flex-wrap: nowrap;
    gap: min(12px, 2.5vi);
    padding: 32px 8px calc(24px + env(safe-area-inset-bottom, 0px));
    background: linear-gradient(transparent, rgb(0 0 0 / 0.6));
    transition: opacity var(--_quick);
  }
  .full .round {
    inline-size: min(52px, 15vi);
    block-size: min(52px, 15vi);
  }
  .full .round.hangup {
    inline-size: min(64px, 19vi);
  }
  .full .more {
    display: grid;
  }
  .full .extras {
    display: none;
  }
  .full .extras.open {
    position: absolute;
    z-index: 2;
    inset-block-end: calc(100px + env(safe-area-inset-bottom, 0px));
    inset-inline: 12px;
    display: grid;
    padding: 6px;
    border-radius: min(16px, var(--_radius));
    background: var(--_raised);
  }
  .full .extras .round {
    display: flex;
    gap: 14px;
    align-items: center;
    justify-content: start;
    inline-size: 100%;
    block-size: 52px;
    padding-inline: 14px;
    border-radius: min(12px, var(--_radius));
    background: none;
    text-align: start;
  }
  .full .extras .round[aria-pressed='true'],
  .full .extras .round[aria-expanded='true'] {
    background: var(--_hover);
  }
  .full .extras .round.record[aria-pressed='true'] {
    background: var(--_end);
  }
  .full .extras .label {
    display: block;
  }
  .full #devices {
    position: absolute;
    z-index: 2;
    inset-block-end: calc(100px + env(safe-area-inset-bottom, 0px));
    inset-inline: 12px;
    padding: 14px;
    border-radius: min(16px, var(--_radius));
    background: var(--_raised);
    color: var(--_text);
  }
  .full .consent {
    inset-block-end: calc(108px + env(safe-area-inset-bottom, 0px));
  }
  .full.quiet .controls,
  .full.quiet .facts {
    opacity: 0;
  }
  .full.quiet .self {
    inset-block-end: calc(16px + env(safe-area-inset-bottom, 0px));
  }
  .full:has(.consent) .self {
    inset-block-end: calc(236px + env(safe-area-inset-bottom, 0px));
  }

  .talk.small {
    grid-template-rows: 100%;
    inline-size: 112px;
    block-size: 150px;
    border-radius: min(16px, var(--_radius));
    box-shadow:
      0 0 0 1px rgb(255 255 255 / 0.25),
      0 10px 30px rgb(0 0 0 / 0.4);
    transition: translate var(--_quick);
  }
  .talk.small.dragged {
    transition: none;
  }
  .small .stage {
    align-content: center;
    border-radius: 0;
  }
  .small .stage > .avatar {
    --_size: 56px;
  }
  .small .remote {
    object-fit: cover;
  }
  .small .self,
  .small .controls,
  .small #devices {
    display: none;
  }
  .small .notes,
  .small .facts .name,
  .small .facts .state {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .talk.small .facts {
    position: absolute;
    inset-block: auto 6px;
    inset-inline: 6px auto;
    padding: 1px 8px;
    border-radius: calc(99 * var(--_radius));
    background: rgb(0 0 0 / 0.65);
    font-size: 0.8em;
  }
  .expand {
    position: absolute;
    inset: 0;
    z-index: 2;
    cursor: grab;
    touch-action: none;
    border-radius: min(16px, var(--_radius));
  }
  .expand:focus-visible {
    outline: 3px solid #fff;
    outline-offset: -5px;
  }
  @media (forced-colors: active) {
    .talk.small {
      border: 2px solid CanvasText;
    }
  }
`;
