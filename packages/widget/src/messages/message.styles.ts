import { css } from 'lit';
import { avatarStyle } from '../styles/avatar.ts';

/** One message: its place, its bubble, its state. */
export const messageStyle = [
  avatarStyle,
  css`
    .text {
      overflow-wrap: anywhere;
      unicode-bidi: isolate;
    }
    .run {
      white-space: pre-wrap;
    }
    .message {
      --_tight: min(6px, var(--_radius));
      display: flex;
      padding-block-start: 2px;
      contain: layout style;
    }
    .message.first {
      padding-block-start: var(--chat-group-gap, calc(8px + 6px * var(--_loose)));
    }
    .message.own {
      justify-content: flex-end;
    }
    .other {
      padding-inline-start: 40px;
    }
    .side {
      position: absolute;
      inset-block-end: 0;
      inset-inline-end: calc(100% + 8px);
      line-height: 0;
    }
    .stack {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      min-inline-size: 0;
      max-inline-size: min(36rem, 100% - 36px);
    }
    .own .stack {
      align-items: flex-end;
      max-inline-size: min(36rem, 100% - 56px);
    }
    .author {
      display: flex;
      align-items: center;
      gap: 6px;
      max-inline-size: 100%;
      padding: 0 12px 3px;
      color: var(--_muted);
      font-size: 0.8em;
      font-weight: 600;
      line-height: 1.35;
      max-block-size: calc(2.7em + 3px);
      overflow: hidden;
      overflow-wrap: anywhere;
    }
    button.author {
      min-block-size: 24px;
      margin-block-start: -3px;
      text-align: start;
    }
    .line {
      position: relative;
      display: flex;
      max-inline-size: 100%;
    }
    .bubble {
      min-inline-size: 0;
      padding: calc(5px + 3px * var(--_loose)) 13px;
      border-radius: var(--_bubble-radius);
      background: var(--_bubble);
      color: var(--_bubble-text);
    }
    .other .bubble {
      border-start-start-radius: var(--_tight);
      border-end-start-radius: var(--_tight);
    }
    .other.first .bubble {
      border-start-start-radius: var(--_bubble-radius);
    }
    .own .bubble {
      background: var(--_bubble-own);
      color: var(--_bubble-own-text);
      border-start-end-radius: var(--_tight);
      border-end-end-radius: var(--_tight);
    }
    .own.first .bubble {
      border-start-end-radius: var(--_bubble-radius);
    }
    /* On the last line if it fits, else below it. */
    .meta {
      display: flex;
      float: inline-end;
      align-items: center;
      gap: 5px;
      margin-block: 0.36em -4px;
      margin-inline-start: 10px;
      color: color-mix(in oklab, var(--_bubble-own-text) 72%, var(--_bubble-own));
      font-size: 0.74em;
      line-height: 1.6;
      white-space: nowrap;
      font-variant-numeric: tabular-nums;
    }
    .other .meta {
      color: var(--_muted);
    }
    .state .icon {
      inline-size: 14px;
      block-size: 14px;
    }
    .bubble > div::after {
      content: '';
      display: block;
      clear: both;
    }
    @container (inline-size < 420px) {
      .avatar {
        --_size: 28px;
      }
      .other {
        padding-inline-start: 36px;
      }
      .stack {
        max-inline-size: calc(100% - 8px);
      }
    }
  `,
];
