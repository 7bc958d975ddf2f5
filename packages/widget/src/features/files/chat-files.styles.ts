import { css } from 'lit';
import { chipStyle, panelStyle } from '../../styles/panel.ts';

export const chatFilesStyle = [
  panelStyle,
  chipStyle,
  css`
    .top {
      display: grid;
      gap: 10px;
      padding: 12px 16px 8px;
    }
    .too-large {
      padding: 8px 16px;
      color: var(--_danger);
      font-size: 0.87em;
      overflow-wrap: anywhere;
    }
    .upload {
      position: relative;
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 8px;
      min-block-size: 44px;
      border: 1px dashed var(--_line-strong);
      border-radius: var(--_round);
      color: var(--_accent-text);
      font-weight: 600;
      cursor: pointer;
    }
    .upload:hover {
      background: var(--_hover);
    }
    .upload:focus-within {
      outline: 2px solid var(--_accent-text);
      outline-offset: 2px;
    }
    .upload input {
      position: absolute;
      inset: 0;
      opacity: 0;
      cursor: pointer;
    }
    .list {
      margin: 0;
      padding: 0 8px 12px;
      list-style: none;
    }
    .row {
      display: flex;
      align-items: center;
      gap: 10px;
      padding: 6px 8px;
      border-radius: var(--_round);
    }
    .row:hover {
      background: var(--_hover);
    }
    .open {
      display: flex;
      flex: 1;
      align-items: center;
      gap: 10px;
      min-inline-size: 0;
      min-block-size: 44px;
      padding: 0;
      text-align: start;
    }
    .thumb,
    .badge {
      display: grid;
      flex: none;
      place-items: center;
      inline-size: 44px;
      block-size: 44px;
      border-radius: var(--_round-small);
      background: color-mix(in oklab, var(--_accent-text) 14%, transparent);
      color: var(--_accent-text);
    }
    .thumb {
      object-fit: cover;
    }
    .about [role='alert'] {
      color: var(--_danger);
      white-space: normal;
    }
    progress {
      inline-size: 100%;
      block-size: 4px;
      accent-color: var(--_accent-fill);
    }
    .danger {
      min-block-size: var(--_target);
      padding-inline: 10px;
      border-radius: var(--_round-small);
      color: var(--_danger);
      font-size: 0.87em;
      font-weight: 600;
    }
    .empty {
      margin: 24px 16px;
      color: var(--_muted);
      text-align: center;
    }
  `,
];
