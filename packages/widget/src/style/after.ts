import { css } from 'lit';

/** What the first view does not show: it comes right after it. */
export const styles = {
  room: css`
    header .icon-button {
      position: relative;
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
      border-radius: 999px;
      background: var(--_danger);
      color: var(--_surface);
      font-size: 11px;
      font-weight: 700;
      font-variant-numeric: tabular-nums;
      line-height: 17px;
      text-align: center;
    }
    @media (forced-colors: active) {
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
    .refusal {
      display: grid;
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
    .badge {
      display: grid;
      place-items: center;
      inline-size: 52px;
      block-size: 52px;
      margin-block-end: 10px;
      border-radius: 50%;
      background: var(--_sunken);
      color: var(--_muted);
    }
    .badge .icon {
      inline-size: 24px;
      block-size: 24px;
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
  messages: css`
    .gap {
      padding-block: 14px 4px;
    }
    .gap span {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      padding: 4px 12px;
      border: 1px dashed var(--_line-strong);
      border-radius: 999px;
    }
    .gap .icon {
      inline-size: 15px;
      block-size: 15px;
    }
    .floats {
      position: absolute;
      inset-block-end: 12px;
      inset-inline-end: max(var(--_space), (100cqi - var(--chat-measure, 60rem)) / 2 + var(--_space));
      display: grid;
      gap: 14px;
    }
    .jump {
      position: relative;
      display: grid;
      place-items: center;
      inline-size: 40px;
      block-size: 40px;
      border-radius: 50%;
      background: var(--_raised);
      color: var(--_text);
      box-shadow: var(--_shadow);
      animation: rise var(--_quick);
    }
    .jump .count {
      position: absolute;
      inset-block-start: -7px;
      inset-inline-end: -4px;
      min-inline-size: 20px;
      padding: 0 6px;
      border-radius: 999px;
      background: var(--_accent-fill);
      color: var(--_on-accent);
      font-size: 12px;
      font-weight: 600;
      line-height: 20px;
      font-variant-numeric: tabular-nums;
    }
    .edited {
      position: relative;
    }
    /* Its size for a finger, without moving the line. */
    .edited::after {
      content: '';
      position: absolute;
      inset: -6px -4px;
    }
    .edited:hover {
      text-decoration: underline;
      text-underline-offset: 2px;
    }
    .found .bubble {
      animation: found 2.4s ease-out;
    }
    @keyframes found {
      0%,
      40% {
        box-shadow: 0 0 0 3px var(--_accent-fill);
      }
    }
    .failed .bubble {
      box-shadow: inset 0 0 0 1px var(--_danger);
      background: none;
    }
    .failed .meta {
      color: var(--_danger);
    }
    .failure {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: flex-end;
      gap: 0 12px;
      padding: 2px 4px 0;
      color: var(--_danger);
      font-size: 0.83em;
      text-align: end;
    }
    .choices {
      display: inline-flex;
      gap: 12px;
    }
    .link {
      min-block-size: max(28px, var(--_target));
      color: var(--_accent-text);
      font-weight: 600;
      border-radius: 6px;
    }
    .link:hover {
      text-decoration: underline;
      text-underline-offset: 3px;
    }
    .link.quiet {
      color: var(--_muted);
    }
    @keyframes rise {
      from {
        opacity: 0;
        translate: 0 6px;
      }
    }
    @media (pointer: coarse) {
      .jump {
        inline-size: 44px;
        block-size: 44px;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .jump {
        animation: none;
      }
      .found .bubble {
        animation: none;
        box-shadow: 0 0 0 3px var(--_accent-fill);
      }
    }
    @media (forced-colors: active) {
      .jump {
        border: 1px solid ButtonText;
      }
    }
  `,
  composer: css`
    .left {
      display: block;
      padding: 4px 18px 0;
      color: var(--_muted);
      font-size: 0.78em;
      text-align: end;
      font-variant-numeric: tabular-nums;
    }
    .left.over {
      color: var(--_danger);
      font-weight: 600;
    }
    .editing {
      display: flex;
      align-items: center;
      gap: 10px;
      padding: 0 4px 6px 12px;
      padding-block: 0 6px;
      padding-inline: 12px 4px;
      font-size: 0.84em;
      line-height: 1.35;
    }
    .editing > .icon {
      color: var(--_accent-text);
    }
    .editing span {
      flex: 1;
      min-inline-size: 0;
      overflow: hidden;
      color: var(--_muted);
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .editing b {
      color: var(--_accent-text);
      font-weight: 600;
    }
  `,
};
