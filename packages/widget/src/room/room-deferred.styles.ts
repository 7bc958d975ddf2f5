import { css } from 'lit';
import { blankStyle } from '../styles/blank.ts';
import { clippedNameStyle } from '../styles/clipped-name.ts';

/** Styles of the room's frame that the first view does not need. */
export const roomDeferredStyle = [
  blankStyle,
  clippedNameStyle,
  css`
    .note-place {
      position: absolute;
      inset-block-start: 10px;
      inset-inline: 12px;
      z-index: 3;
      display: flex;
      justify-content: center;
      pointer-events: none;
    }
    .people {
      transition: background-color var(--_quick);
    }
    .people:hover,
    .people[aria-expanded='true'] {
      --_ring: var(--_sunken);
      background: var(--_sunken);
    }
    .note {
      display: flex;
      align-items: center;
      gap: 9px;
      padding: 7px 14px;
      border-radius: var(--_round-large);
      background: var(--_raised);
      color: var(--_text);
      font-size: 0.87em;
      line-height: 1.35;
      box-shadow: var(--_shadow);
      animation: drop 200ms cubic-bezier(0.2, 0, 0, 1);
    }
    .note .icon {
      inline-size: 17px;
      block-size: 17px;
      color: var(--_muted);
    }
    .note:is(.backOnline, .done) .icon {
      color: var(--_positive);
    }
    .note.problem .icon {
      color: var(--_danger);
    }
    .reference {
      flex: none;
      min-block-size: 24px;
      padding-inline: 6px;
      border-radius: var(--_round-small);
      color: var(--_muted);
      font-size: 0.92em;
      font-variant-numeric: tabular-nums;
      text-decoration: underline dotted;
      text-underline-offset: 3px;
    }
    .reference:hover {
      background: var(--_hover);
      color: var(--_text);
    }
    .reference.copied::after {
      content: ' ✓';
      color: var(--_positive);
    }
    .spinner {
      flex: none;
      inline-size: 14px;
      block-size: 14px;
      border: 2px solid var(--_line-strong);
      border-block-start-color: var(--_accent-text);
      border-radius: 50%;
      animation: turn 0.9s linear infinite;
    }
    header .icon-button {
      position: relative;
    }
    header .icon-button[aria-disabled] {
      opacity: 0.45;
      cursor: default;
    }
    header .icon-button[aria-disabled]:hover {
      background: none;
      color: var(--_muted);
    }
    header .icon-button[aria-expanded='true'] {
      background: var(--_sunken);
      color: var(--_text);
    }
    .badge-count {
      position: absolute;
      inset-block-start: calc(50% - 19px);
      inset-inline-start: calc(50% + 4px);
      min-inline-size: 17px;
      padding-inline: 4px;
      border-radius: calc(99 * var(--_radius));
      background: var(--_danger);
      color: var(--_surface);
      font-size: 11px;
      font-weight: 700;
      font-variant-numeric: tabular-nums;
      line-height: 17px;
      text-align: center;
    }
    @media (forced-colors: active) {
      header .icon-button[aria-disabled] {
        border-color: GrayText;
        color: GrayText;
        opacity: 1;
      }
      .badge-count {
        border: 1px solid CanvasText;
        background: Canvas;
      }
    }
    .panel {
      display: flex;
      flex-direction: column;
      flex: none;
      inline-size: var(--chat-panel-size, 20rem);
      min-block-size: 0;
      border-inline-start: 1px solid var(--_line);
      background: var(--_surface);
    }
    .panel.opening {
      position: absolute;
      inset-block: 0;
      inset-inline-end: 0;
      z-index: 2;
    }
    .panel[role='dialog'] {
      position: absolute;
      inset: 0;
      z-index: 2;
      inline-size: auto;
      border: 0;
      animation: slide 180ms cubic-bezier(0.2, 0, 0, 1);
    }
    .panel-top {
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding-block: calc(2px + 4px * var(--_loose));
      padding-inline: 16px 8px;
      border-block-end: 1px solid var(--_line);
    }
    .panel-top:has(+ chat-moderation) {
      border-block-end: 0;
    }
    .panel-top span {
      color: var(--_muted);
      font-weight: 500;
      font-variant-numeric: tabular-nums;
    }
    .panel > :last-child {
      flex: 1;
      min-block-size: 0;
    }
    .way-back {
      flex: none;
      padding: 6px max(var(--_space), 12px) 0;
    }
    .note > span {
      min-inline-size: 0;
    }
    .refusal {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      justify-items: center;
      gap: 6px;
      margin: auto;
      padding: 24px;
      text-align: center;
      text-wrap: balance;
    }
    .refusal h2 {
      font-size: 1.2em;
    }
    .refusal p {
      max-inline-size: 30em;
      color: var(--_muted);
    }
    .refusal .primary {
      margin-block-start: 14px;
    }
    .refusal .badge {
      background: var(--_sunken);
      color: var(--_muted);
    }
    @keyframes drop {
      from {
        opacity: 0;
        translate: 0 -8px;
      }
    }
    @keyframes turn {
      to {
        rotate: 1turn;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .note {
        animation: none;
      }
      .spinner {
        animation-duration: 3s;
      }
    }
    @keyframes slide {
      from {
        opacity: 0;
        translate: 0 12px;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .panel[role='dialog'] {
        animation: none;
      }
    }
  `,
];
