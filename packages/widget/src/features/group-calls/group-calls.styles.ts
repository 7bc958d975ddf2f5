import { css } from 'lit';

/** In addition to `callStyle`. */
export const groupCallStyle = css`
  .talk.group {
    display: flex;
    flex-direction: column;
  }
  /* If space is short, the videos shrink and the buttons stay. */
  .group .stage {
    place-items: stretch;
    align-content: stretch;
    /* Fills the available height, whatever the size of the videos. */
    grid-template-rows: minmax(0, 1fr);
    flex: 0 1 var(--chat-call-height, clamp(190px, 56cqi, 460px));
    min-block-size: 120px;
    background: none;
  }
  .full.group .stage {
    flex: 1;
  }
  .full.group .tiles {
    padding-block-end: calc(104px + env(safe-area-inset-bottom, 0px));
  }
  .full.group.quiet .tiles {
    padding-block-end: 2px;
  }
  @media (orientation: portrait) {
    .full .tiles:is(.of-2, .of-3) {
      --_columns: 1;
    }
    .full .tiles:is(.of-2, .of-3) .tile:last-child:nth-child(odd) {
      grid-column: auto;
    }
  }
  /* The small picture shows one other participant. */
  .small .tile:not(:first-child) {
    display: none;
  }
  .tiles {
    --_columns: 1;
    display: grid;
    grid-template-columns: repeat(var(--_columns), minmax(0, 1fr));
    grid-auto-rows: minmax(0, 1fr);
    gap: 8px;
    min-block-size: 0;
    margin: 0;
    padding: 2px;
    list-style: none;
  }
  .tiles.count-2 {
    --_columns: 2;
  }
  .tiles.count-3 {
    --_columns: 3;
  }
  .tiles.count-4 {
    --_columns: 4;
  }
  /* A single tile in the last row fills the row; wide rooms have three in a row. */
  .tiles.count-2 .tile:last-child:nth-child(odd) {
    grid-column: span 2;
  }
  @container (inline-size >= 560px) {
    .tiles.of-3 {
      --_columns: 3;
    }
    .tiles.of-3 .tile:last-child:nth-child(odd) {
      grid-column: auto;
    }
  }
  .group .controls {
    max-inline-size: none;
  }
  .tile {
    position: relative;
    display: grid;
    place-items: center;
    min-block-size: 0;
    overflow: hidden;
    border-radius: var(--_radius);
    /* Only the video and its overlay: dark in every theme. */
    background: #16181d;
    color: #fff;
    box-shadow: inset 0 0 0 1px rgb(255 255 255 / 0.08);
  }
  .tile .avatar {
    --_size: min(56px, 12cqi);
    grid-area: 1 / 1;
  }
  .tile video {
    grid-area: 1 / 1;
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
    object-fit: cover;
  }
  .tile.wide video {
    object-fit: contain;
  }
  .mirrored {
    transform: scaleX(-1);
  }
  .tile::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 3px solid transparent;
    border-radius: inherit;
    pointer-events: none;
    transition: border-color var(--_quick);
  }
  .tile.speaking::after {
    border-color: oklch(0.72 0.17 152);
  }
  .who {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 8px;
    display: flex;
    align-items: center;
    gap: 5px;
    max-inline-size: calc(100% - 16px);
    padding: 3px 9px;
    border-radius: calc(99 * var(--_radius));
    background: rgb(0 0 0 / 0.6);
    font-size: 0.82em;
    font-weight: 600;
  }
  .who span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .who.muted .icon {
    border-radius: 50%;
    background: var(--_end);
  }
  .who svg {
    flex: none;
    inline-size: 14px;
    block-size: 14px;
  }
  .hand {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 8px;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 28px;
    padding-inline: 8px;
    border-radius: calc(99 * var(--_radius));
    background: oklch(0.85 0.14 85);
    color: #1b1b1b;
    font-size: 0.82em;
    font-weight: 700;
  }
  .hand .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .recorded {
    color: var(--_danger);
    font-weight: 600;
  }
  .faces {
    display: flex;
    flex: none;
  }
  .faces .avatar + .avatar {
    margin-inline-start: -8px;
  }
  .faces .avatar {
    box-shadow: 0 0 0 2px var(--_sunken);
  }
  .going p {
    margin: 0;
  }
  .names,
  .not-encrypted {
    color: var(--_muted);
    font-size: 0.88em;
    font-weight: 400;
  }
  .names {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .going .again {
    flex: none;
    min-block-size: max(36px, var(--_target));
    padding-inline: 18px;
  }
  .again:disabled {
    opacity: 0.6;
  }
  .settings {
    display: grid;
    gap: 10px;
  }
  .end-all {
    justify-self: start;
    min-block-size: 44px;
    padding-inline: 18px;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_round);
    color: var(--_danger);
    font-weight: 600;
  }
  .end-all:hover {
    background: var(--_hover);
  }
  @container (inline-size < 360px) {
    .faces .avatar:nth-child(n + 3) {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .tile::after {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .tile.speaking::after {
      border-color: Highlight;
    }
  }
`;
