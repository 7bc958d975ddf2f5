import { css } from 'lit';
import { clippedNameStyle } from '../styles/clipped-name.ts';

export const callStyle = [
  clippedNameStyle,
  css`
    :host {
      display: block;
      background: var(--_surface);
      color: var(--_text);
      container-type: inline-size;
    }
    .strip {
      display: flex;
      align-items: center;
      gap: 12px;
      padding: 10px var(--_space);
      background: var(--_sunken);
    }
    .text {
      flex: 1;
      min-inline-size: 0;
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    .ringing .accept {
      animation: breathe 1.6s ease-in-out infinite;
    }
    @keyframes breathe {
      50% {
        box-shadow: 0 0 0 7px color-mix(in oklab, var(--_positive) 25%, transparent);
      }
    }
    .round {
      display: grid;
      place-items: center;
      flex: none;
      inline-size: max(42px, var(--_target));
      block-size: max(42px, var(--_target));
      border-radius: calc(99 * var(--_radius));
      background: var(--_hover);
      color: var(--_text);
    }
    .round:hover:not(:disabled) {
      filter: brightness(1.08);
    }
    .round:disabled {
      opacity: 0.45;
    }
    .round[aria-pressed='true'],
    .round[aria-expanded='true'] {
      background: var(--_accent-fill);
      color: var(--_on-accent);
    }
    .round.record[aria-pressed='true'],
    .round.hangup {
      background: oklch(0.55 0.2 27);
      color: #fff;
    }
    .round.hangup svg {
      transform: rotate(135deg);
    }
    .round.accept {
      background: oklch(0.52 0.14 152);
      color: #fff;
    }
    .talk {
      display: grid;
      grid-template-rows: minmax(0, 1fr) auto auto;
      gap: 10px;
      block-size: 100%;
      padding: 12px var(--_space);
      background: var(--_sunken);
    }
    .stage {
      position: relative;
      display: grid;
      place-items: center;
      overflow: hidden;
      border-radius: var(--_radius);
    }
    /* If the call is lower than its content, the video shrinks and the texts stay visible. */
    .talk.pictures {
      grid-template-rows:
        minmax(96px, var(--chat-call-height, min(clamp(150px, 48cqi, 360px), 45vb)))
        auto auto;
    }
    .pictures .stage {
      background: #101216;
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
    .stage .avatar {
      grid-area: 1 / 1;
    }
    .local {
      position: absolute;
      inset-block-end: 8px;
      inset-inline-end: 8px;
      inline-size: clamp(72px, 24%, 168px);
      border-radius: min(10px, var(--_radius));
      background: #000;
      box-shadow: 0 0 0 1px rgb(255 255 255 / 0.25);
    }
    video[hidden] {
      display: none;
    }
    .facts {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 2px 10px;
      font-size: 0.9em;
    }
    .name {
      font-weight: 650;
    }
    .time {
      color: var(--_muted);
      font-variant-numeric: tabular-nums;
    }
    .quality {
      inline-size: 9px;
      block-size: 9px;
      border-radius: 50%;
      background: var(--_positive);
    }
    .quality.fair {
      background: var(--_waiting);
    }
    .quality.poor {
      background: var(--_danger);
    }
    .state:empty {
      display: none;
    }
    .note {
      flex-basis: 100%;
      color: var(--_muted);
      text-align: center;
    }
    .again {
      min-block-size: var(--_target);
      padding-inline: 12px;
      border-radius: calc(99 * var(--_radius));
      background: var(--_accent-fill);
      color: var(--_on-accent);
      font-weight: 600;
    }
    .controls {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 8px;
    }
    /* Buttons that do not fit into one row form rows of four. */
    @container (inline-size < 360px) {
      .controls {
        max-inline-size: 216px;
        margin-inline: auto;
      }
    }
    @container (inline-size < 400px) {
      .controls:has(> :nth-child(7)) {
        max-inline-size: 216px;
        margin-inline: auto;
      }
    }
    /* In a low window, such as a phone in landscape, the buttons are next to the video. */
    @media (max-height: 480px) {
      @container (inline-size >= 500px) {
        section.talk:is(.pictures, .group) {
          display: grid;
          grid-template-columns: minmax(0, 1fr) auto;
          grid-template-rows: 1fr auto;
          column-gap: 16px;
        }
        section:is(.pictures, .group) .stage {
          grid-row: 1 / span 2;
          min-block-size: 40vb;
        }
        section:is(.pictures, .group) .facts {
          align-content: center;
          max-inline-size: 216px;
          margin-inline: auto;
        }
        section:is(.pictures, .group) .controls {
          max-inline-size: 216px;
          margin-inline: auto;
        }
        section #devices {
          grid-column: 1 / -1;
        }
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .ringing .accept {
        animation: none;
      }
    }
    @media (forced-colors: active) {
      .round,
      .quality {
        border: 1px solid ButtonText;
      }
      .round[aria-pressed='true'] {
        background: Highlight;
        color: HighlightText;
      }
    }
  `,
];
