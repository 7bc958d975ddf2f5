import { css } from 'lit';
import { avatarStyle } from '../styles/avatar.ts';

/** A message on a stage or in an overlay. */
export const stageMessageStyle = [
  avatarStyle,
  css`
    .author {
      display: flex;
      align-items: center;
      gap: 10px;
      min-inline-size: 0;
    }
    .author b {
      overflow: hidden;
      font-weight: 600;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .avatar {
      --_size: 2.2em;
    }
    .avatar.unknown {
      background: color-mix(in oklab, currentColor 14%, transparent);
      color: inherit;
    }
    .unknown .icon {
      inline-size: 60%;
      block-size: 60%;
    }
    .label {
      flex: none;
      color: var(--_muted);
      font-size: 0.85em;
    }
    .text {
      overflow-wrap: anywhere;
    }
    .run {
      white-space: pre-wrap;
    }
    .text.large {
      font-size: 1.35em;
      line-height: 1.35;
    }
    .text a {
      color: inherit;
    }
    .options {
      display: grid;
      gap: 10px;
    }
    .options li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 4px 10px;
    }
    .option {
      overflow-wrap: anywhere;
    }
    .leads .option,
    .leads .share {
      font-weight: 700;
    }
    .share {
      font-variant-numeric: tabular-nums;
    }
    progress {
      grid-column: 1 / -1;
      inline-size: 100%;
      block-size: 0.6em;
      border: 0;
      border-radius: 99px;
      overflow: hidden;
      appearance: none;
      background: color-mix(in oklab, currentColor 14%, transparent);
      color: inherit;
    }
    progress::-webkit-progress-bar {
      background: transparent;
    }
    progress::-webkit-progress-value {
      background: var(--_accent-text);
      transition: inline-size var(--_quick);
    }
    progress::-moz-progress-bar {
      background: var(--_accent-text);
    }
    .count {
      color: var(--_muted);
      font-size: 0.9em;
    }
    @media (forced-colors: active) {
      progress {
        border: 1px solid CanvasText;
      }
      progress::-webkit-progress-value {
        background: Highlight;
      }
      progress::-moz-progress-bar {
        background: Highlight;
      }
    }
  `,
];

/** The element that shows what is on stage. */
export const spotlightStyle = css`
  :host {
    display: block;
    inline-size: 100%;
    isolation: isolate;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .card {
    display: grid;
    gap: 12px;
    padding: calc(1.25 * var(--_space)) calc(1.5 * var(--_space));
    border: var(--chat-border, 1px solid var(--_line));
    border-radius: var(--chat-frame-radius, var(--_radius));
    background: var(--_surface);
    animation: appear var(--_quick);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;
