import { css } from 'lit';

const bars = css`
  .bars {
    display: block;
    inline-size: 100%;
    block-size: 32px;
    overflow: visible;
  }
  .bars rect {
    fill: currentColor;
    opacity: 0.3;
  }
  .bars .played {
    fill: var(--_accent-text);
    opacity: 1;
  }
  :host(:dir(rtl)) .bars {
    transform: scaleX(-1);
  }
  .time {
    font-size: 0.8em;
    font-variant-numeric: tabular-nums;
  }
  @media (forced-colors: active) {
    .bars .played {
      fill: Highlight;
    }
  }
`;

/** The player of a voice note. */
export const voiceNoteStyle = [
  bars,
  css`
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 10px;
      inline-size: 270px;
      max-inline-size: 100%;
      padding-block: 4px;
      color: inherit;
    }
    .play {
      display: grid;
      place-items: center;
      flex: none;
      inline-size: var(--_play, max(40px, var(--_target)));
      block-size: var(--_play, max(40px, var(--_target)));
      border-radius: calc(99 * var(--_radius));
      background: var(--_accent-fill);
      color: var(--_on-accent);
    }
    .play:hover {
      filter: brightness(1.08);
    }
    .middle {
      flex: 1;
      min-inline-size: 0;
      display: flex;
      align-items: center;
      gap: 8px;
    }
    .track {
      flex: 1;
      min-inline-size: 0;
      border-radius: min(6px, var(--_radius));
      cursor: pointer;
      touch-action: pan-y;
    }
    .time {
      color: color-mix(in oklab, currentColor 75%, transparent);
    }
    .speed {
      flex: none;
      min-inline-size: 38px;
      min-block-size: max(26px, var(--_target) - 8px);
      padding-inline: 6px;
      border-radius: calc(99 * var(--_radius));
      background: color-mix(in oklab, currentColor 9%, transparent);
      font-size: 0.8em;
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }
    .speed:hover {
      background: color-mix(in oklab, currentColor 15%, transparent);
    }
    .broken {
      flex-basis: 100%;
      color: var(--_danger);
      font-size: 0.84em;
    }
    @media (forced-colors: active) {
      .play,
      .speed {
        border: 1px solid ButtonText;
      }
    }
  `,
];

/** The recorder, which replaces the field. */
export const voiceRecorderStyle = [
  bars,
  css`
    :host {
      display: block;
    }
    /* As high as the field. */
    .bar {
      --_play: max(36px, var(--_target));
      display: flex;
      align-items: center;
      gap: 8px;
      min-block-size: calc(max(38px + 8px * var(--_loose), var(--_target) + 2px) + 2px);
      padding-inline: 6px 5px;
      border: 1px solid var(--_accent-text);
      border-radius: min(24px, 1.5 * var(--_radius));
      background: var(--_raised);
      box-shadow: 0 0 0 3px color-mix(in oklab, var(--_accent-text) 20%, transparent);
    }
    .dot {
      flex: none;
      inline-size: 10px;
      block-size: 10px;
      border-radius: 50%;
      background: var(--_danger);
      animation: blink 1.2s ease-in-out infinite alternate;
    }
    .bar > .time {
      min-inline-size: 2.6em;
      font-size: 0.95em;
      font-weight: 600;
    }
    .levels {
      flex: 1;
      min-inline-size: 0;
      max-inline-size: 360px;
      margin-inline-end: auto;
    }
    .levels .bars {
      block-size: 26px;
    }
    .playback {
      flex: 1;
      min-inline-size: 0;
    }
    .playback chat-voice-note {
      inline-size: auto;
      max-inline-size: 400px;
      padding: 0;
    }
    .hint,
    .problem {
      flex: 1;
      min-inline-size: 0;
      color: var(--_muted);
      font-size: 0.9em;
      line-height: 1.35;
    }
    .stuck {
      flex-wrap: wrap;
    }
    .stuck .problem {
      flex-basis: 200px;
      padding-block: 4px;
    }
    .problem {
      color: var(--_danger);
    }
    .again {
      flex: none;
      margin-inline-start: auto;
      min-block-size: max(36px, var(--_target));
      padding-inline: 14px;
      border-radius: calc(99 * var(--_radius));
      color: var(--_accent-text);
      font-weight: 600;
    }
    .again:hover {
      background: var(--_hover);
    }
    .send {
      display: grid;
      place-items: center;
      flex: none;
      inline-size: max(36px, var(--_target));
      block-size: max(36px, var(--_target));
      border-radius: calc(99 * var(--_radius));
      background: var(--_accent-fill);
      color: var(--_on-accent);
    }
    .send .icon {
      stroke-width: 2;
    }
    .busy {
      inline-size: 16px;
      block-size: 16px;
      border: 2px solid currentColor;
      border-inline-start-color: transparent;
      border-radius: 50%;
      animation: turn 0.8s linear infinite;
    }
    @keyframes blink {
      to {
        opacity: 0.25;
      }
    }
    @keyframes turn {
      to {
        rotate: 1turn;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .dot,
      .busy {
        animation: none;
      }
    }
  `,
];
