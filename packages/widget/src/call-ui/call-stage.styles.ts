import { css } from 'lit';

/** The stage of a call: the pictures, what is known of them, and the bar of controls below. */
export const callStageStyle = css`
  .talk {
    display: grid;
    grid-template-rows: minmax(220px, var(--chat-call-height, 240px)) auto auto;
    gap: 10px;
    block-size: 100%;
    padding: 12px var(--_space);
    background: var(--_sunken);
  }
  /* If the call is lower than its content, the video shrinks and the texts stay visible. */
  .talk.pictures {
    grid-template-rows:
      minmax(96px, var(--chat-call-height, min(clamp(150px, 48cqi, 360px), 45vb)))
      auto auto;
  }
  .talk.calling {
    grid-template-rows:
      minmax(220px, var(--chat-call-height, min(clamp(240px, 48cqi, 360px), 45vb)))
      auto auto;
  }
  /* Dark in every theme, as the picture is. */
  .stage {
    position: relative;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 10px;
    overflow: hidden;
    border-radius: var(--_radius);
    background: #101216;
    color: #fff;
  }
  .pictures .stage {
    place-items: center;
    align-content: stretch;
  }
  .stage > .avatar {
    --_size: 88px;
    z-index: 1;
  }
  .pictures .stage > .avatar {
    grid-area: 1 / 1;
  }
  .pictures.calling .stage {
    align-content: center;
  }
  .pictures.calling .stage > .avatar {
    grid-area: auto;
  }
  video {
    object-fit: contain;
  }
  .remote {
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
    grid-area: 1 / 1;
  }
  video[hidden] {
    display: none;
  }
  .self {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-end: 8px;
    inline-size: clamp(72px, 24%, 168px);
    overflow: hidden;
    border-radius: min(10px, var(--_radius));
    background: #000;
    box-shadow: 0 0 0 1px rgb(255 255 255 / 0.25);
  }
  .self[hidden] {
    display: none;
  }
  .local {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .muted-mark {
    position: absolute;
    inset-block-end: 6px;
    inset-inline-start: 6px;
    z-index: 1;
    padding: 4px;
    border-radius: 50%;
    background: var(--_end);
    color: #fff;
  }
  .muted-mark .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .mirrored .local {
    transform: scaleX(-1);
  }
  /* While it rings, one's own camera fills the stage behind the other's name. */
  .calling .self {
    inset: 0;
    inline-size: auto;
    border-radius: 0;
    box-shadow: none;
  }
  .calling .self::after {
    content: '';
    position: absolute;
    inset: 0;
    background: rgb(0 0 0 / 0.5);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 2px 10px;
    max-inline-size: 100%;
    padding-inline: 12px;
    text-align: center;
  }
  .encrypted .icon {
    display: block;
    inline-size: 16px;
    block-size: 16px;
  }
  .calling .facts,
  .talk:not(.pictures, .group) .facts {
    z-index: 1;
    flex-direction: column;
  }
  .talk:not(.pictures, .group) .facts {
    display: grid;
    justify-items: center;
  }
  .name {
    min-inline-size: 0;
    font-weight: 650;
  }
  :is(.calling, .talk:not(.pictures, .group)) .facts .name {
    font-size: 1.3em;
    line-height: 1.3;
  }
  .time {
    font-variant-numeric: tabular-nums;
    opacity: 0.9;
  }
  .quality {
    inline-size: 9px;
    block-size: 9px;
    border-radius: 50%;
    background: oklch(0.75 0.17 152);
  }
  .quality.fair {
    background: oklch(0.8 0.14 80);
  }
  .quality.poor {
    background: oklch(0.68 0.19 27);
  }
  .state:empty {
    display: none;
  }
  .notes,
  .list {
    display: grid;
    justify-items: center;
    gap: 4px;
    max-inline-size: 100%;
  }
  .notes {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 8px;
    font-size: 0.88em;
    pointer-events: none;
  }
  .again {
    pointer-events: auto;
  }
  .note,
  .pictures:not(.calling) .facts,
  .group .facts {
    border-radius: min(12px, var(--_radius));
    background: rgb(0 0 0 / 0.65);
    color: #fff;
  }
  .note {
    padding: 3px 10px;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  .note.off {
    background: var(--_end);
  }
  /* One's own picture has the mark. */
  .talk:has(.self:not([hidden]) .muted-mark) .note.own {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  /* Over the pictures, at the upper edge: one's own is at the lower one. */
  .pictures:not(.calling) .facts,
  .group .facts {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-start: 8px;
    flex-wrap: nowrap;
    max-inline-size: calc(100% - 16px);
    padding: 3px 10px;
    font-size: 0.9em;
  }
  .pictures:not(.calling) .facts .name {
    -webkit-line-clamp: 1;
  }
  .pictures:not(.calling) .notes,
  .group .notes {
    inset-block: 42px auto;
    justify-items: start;
  }
  .pictures:not(.calling) .list,
  .group .list {
    justify-items: start;
  }
  .rec {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding-inline: 8px;
    border-radius: calc(99 * var(--_radius));
    background: var(--_end);
    font-size: 0.85em;
    font-weight: 700;
  }
  .rec::before {
    content: '';
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: currentColor;
  }
  .captions {
    position: absolute;
    inset-block-end: 10px;
    inset-inline: 12px;
    z-index: 1;
    inline-size: fit-content;
    max-inline-size: min(640px, 100% - 24px);
    max-block-size: 45%;
    margin-inline: auto;
    padding: 4px 12px;
    overflow: auto;
    border-radius: min(10px, var(--_radius));
    background: rgb(0 0 0 / 0.75);
    color: #fff;
    line-height: 1.4;
    text-align: center;
    overflow-wrap: anywhere;
  }
  .captions[hidden] {
    display: none;
  }
  /* Next to one's own picture. */
  .self:not([hidden]) ~ .captions {
    inset-inline-end: calc(clamp(72px, 24%, 168px) + 16px);
  }
  .full .captions {
    inset-block-end: calc(116px + env(safe-area-inset-bottom, 0px));
  }
  .full .self:not([hidden]) ~ .captions {
    inset-inline-end: 124px;
  }
  .full.quiet .captions {
    inset-block-end: 24px;
  }
  .small .captions {
    display: none;
  }
  .consent {
    position: absolute;
    inset-block-end: 12px;
    inset-inline: 12px;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 10px;
    max-inline-size: 400px;
    margin-inline: auto;
    padding: 12px;
    border-radius: min(16px, var(--_radius));
    background: #23262d;
    color: #fff;
  }
  .consent p {
    flex: 1 1 100%;
    font-weight: 600;
    text-align: center;
    text-wrap: balance;
  }
  .consent .pill {
    flex: 1 1 0;
    justify-content: center;
    white-space: nowrap;
  }
  .consent .plain {
    background: #4a4e58;
    color: #fff;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
  }
  .more {
    display: none;
  }
  .extras {
    display: contents;
  }
  /* A bar that is too narrow for all controls has five, and the others in a row of their own. */
  @container (inline-size < 440px) {
    .more {
      display: grid;
    }
    .extras {
      display: none;
    }
    .extras.open {
      order: 1;
      display: flex;
      flex: 1 0 100%;
      justify-content: center;
      gap: 8px;
    }
  }
  /* In a low window, such as a phone in landscape, the buttons are next to the video. */
  @media (max-height: 480px) {
    @container (inline-size >= 500px) {
      section.talk.inline {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        grid-template-rows: 1fr;
        column-gap: 16px;
      }
      section.inline .stage {
        min-block-size: 40vb;
      }
      section.inline .controls {
        align-content: center;
        max-inline-size: 216px;
      }
      section.inline #devices {
        grid-column: 1 / -1;
      }
    }
  }
  @media (forced-colors: active) {
    .quality {
      border: 1px solid CanvasText;
    }
    .note,
    .facts {
      border: 1px solid CanvasText;
    }
  }
`;
