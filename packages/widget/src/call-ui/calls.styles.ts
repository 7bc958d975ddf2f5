import { css } from 'lit';
import { clippedNameStyle } from '../styles/clipped-name.ts';

/** Cards of ringing and ended calls, strips, and the buttons of a call. */
export const callStyle = [
  clippedNameStyle,
  css`
    :host {
      --_end: oklch(0.55 0.2 27);
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
    .card {
      display: grid;
      align-content: center;
      justify-items: center;
      gap: 14px;
      block-size: 100%;
      padding: 20px var(--_space);
      background: var(--_sunken);
      text-align: center;
    }
    .card .avatar {
      --_size: 88px;
    }
    .card .lines {
      max-inline-size: 100%;
    }
    .card .name {
      font-size: 1.3em;
      font-weight: 650;
      line-height: 1.3;
    }
    .card .what {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 6px;
      margin-block-start: 2px;
      color: var(--_muted);
    }
    .what .icon {
      inline-size: 18px;
      block-size: 18px;
    }
    .choices {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 10px;
      margin-block-start: 4px;
    }
    .ringing .choices {
      gap: 40px;
    }
    .choice {
      display: grid;
      justify-items: center;
      gap: 6px;
      min-inline-size: 72px;
      border-radius: var(--_round);
      font-size: 0.9em;
      font-weight: 600;
    }
    .disc {
      display: grid;
      place-items: center;
      inline-size: 56px;
      block-size: 56px;
      border-radius: calc(99 * var(--_radius));
      color: #fff;
    }
    .reject .disc {
      background: var(--_end);
    }
    .accept .disc {
      inline-size: 84px;
      background: oklch(0.52 0.14 152);
      animation: breathe 1.6s ease-in-out infinite;
    }
    :is(.choice, .pill):hover {
      filter: brightness(1.08);
    }
    @keyframes breathe {
      50% {
        box-shadow: 0 0 0 7px color-mix(in oklab, var(--_positive) 25%, transparent);
      }
    }
    .reject svg,
    .round.hangup svg {
      transform: rotate(135deg);
    }
    .pill {
      display: inline-flex;
      align-items: center;
      gap: 8px;
      min-block-size: max(40px, var(--_target));
      padding-inline: 18px;
      border-radius: calc(99 * var(--_radius));
      background: var(--_accent-fill);
      color: var(--_on-accent);
      font-weight: 600;
    }
    .pill.plain {
      background: var(--_hover);
      color: var(--_text);
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
    /* On is as it should be; off is what the user must see. */
    .round:is(.microphone, .camera)[aria-pressed='true'] {
      background: var(--_hover);
      color: var(--_text);
    }
    .round:is(.microphone, .camera)[aria-pressed='false']:not(:disabled),
    .round.record[aria-pressed='true'],
    .round.hangup {
      background: var(--_end);
      color: #fff;
    }
    .round.hangup {
      inline-size: 64px;
    }
    .label {
      display: none;
    }
    .again {
      min-block-size: var(--_target);
      padding-inline: 12px;
      border-radius: calc(99 * var(--_radius));
      background: var(--_accent-fill);
      color: var(--_on-accent);
      font-weight: 600;
    }
    @media (max-height: 480px) {
      .card {
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        padding-block: 10px;
        text-align: start;
      }
      .card .avatar {
        --_size: 56px;
      }
      .card .what {
        justify-content: start;
      }
      .ringing .choices {
        gap: 12px;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .accept .disc {
        animation: none;
      }
    }
    @media (forced-colors: active) {
      .round,
      .disc,
      .pill {
        border: 1px solid ButtonText;
      }
      .round[aria-pressed='true'] {
        background: Highlight;
        color: HighlightText;
      }
    }
  `,
];
