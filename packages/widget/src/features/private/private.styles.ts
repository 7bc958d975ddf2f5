import { css } from 'lit';
import { clippedNameStyle } from '../../styles/clipped-name.ts';

export const privateMessageStyle = [
  clippedNameStyle,
  css`
    .private .bubble {
      background: color-mix(in oklab, var(--_surface), var(--_accent) 8%);
      box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--_accent-text) 45%, transparent);
    }
    .private.own .bubble {
      background: var(--_bubble-own);
    }
    .private.deleted .bubble {
      background: none;
    }
    .private-to {
      display: flex;
      align-items: baseline;
      gap: 5px;
      margin-block-end: 2px;
      color: var(--_accent-text);
      font-size: 0.8em;
      font-weight: 600;
      line-height: 1.35;
    }
    .own .private-to {
      color: inherit;
    }
    .private-to .icon {
      flex: none;
      inline-size: 13px;
      block-size: 13px;
      align-self: flex-start;
      margin-block-start: 2px;
      stroke-width: 2.25;
    }
  `,
];

export const privateComposerStyle = [
  clippedNameStyle,
  css`
    .private-chip {
      display: flex;
      align-items: center;
      gap: 10px;
      margin-block-end: 6px;
      padding-block: 2px;
      padding-inline: 12px 4px;
      border-radius: var(--_round-large);
      background: var(--_bubble-own);
      color: var(--_bubble-own-text);
      font-size: 0.84em;
      line-height: 1.35;
    }
    .private-chip > .icon {
      flex: none;
      inline-size: 16px;
      block-size: 16px;
      margin-inline: 2px;
    }
    .private-names {
      flex: 1;
      font-weight: 600;
    }
    .private-chip ~ .field {
      border-color: var(--_accent-text);
    }
    @media (forced-colors: active) {
      .private-chip {
        border: 1px solid Highlight;
      }
    }
  `,
];
