import { css } from 'lit';
import { avatarStyle } from './avatar.ts';

export const membersStyle = [
  avatarStyle,
  css`
    :host {
      --_ring: var(--_surface);
      display: block;
      min-block-size: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
      scrollbar-width: thin;
      scrollbar-color: var(--_line-strong) transparent;
      background: var(--_surface);
    }
    .members {
      padding: 4px 8px 12px;
    }
    .member {
      display: flex;
      align-items: center;
      gap: 4px;
    }
    .person {
      flex: 1;
      display: flex;
      align-items: center;
      gap: 12px;
      min-inline-size: 0;
      min-block-size: 48px;
      padding: 6px 8px;
      border-radius: 12px;
      text-align: start;
    }
    button.person:hover {
      --_ring: var(--_hover);
      background: var(--_hover);
    }
    .who {
      flex: 1;
      display: grid;
      min-inline-size: 0;
      line-height: 1.3;
    }
    .name {
      overflow-wrap: anywhere;
    }
    .note {
      color: var(--_muted);
      font-size: 0.84em;
    }
    .load {
      display: block;
      inline-size: calc(100% - 32px);
      min-block-size: max(40px, var(--_target));
      margin: 0 16px 16px;
      border-radius: 12px;
      background: var(--_sunken);
      font-weight: 600;
    }
    .load:hover {
      background: var(--_hover);
    }
  `,
];
