import { css } from 'lit';
import { clearSearchStyle, selectStyle } from '../../styles/field.ts';
import { chipStyle, panelStyle } from '../../styles/panel.ts';

export const searchStyle = [
  panelStyle,
  chipStyle,
  css`
    form {
      display: grid;
      gap: 10px;
      padding: 12px 16px 0;
    }
    .field {
      display: flex;
      align-items: center;
      gap: 8px;
      padding-inline: 12px;
      border: 1px solid var(--_line-strong);
      border-radius: var(--_round);
      background: var(--_raised);
      color: var(--_muted);
    }
    .field:focus-within {
      border-color: var(--_accent-text);
      box-shadow: 0 0 0 1px var(--_accent-text);
    }
    .field .icon {
      flex: none;
      inline-size: 18px;
      block-size: 18px;
    }
    input,
    select {
      min-inline-size: 0;
      min-block-size: 40px;
      border: 0;
      background: none;
      color: var(--_text);
      font: inherit;
      font-size: max(16px, 1em);
    }
    input[type='search'] {
      flex: 1;
      outline: none;
    }
    input::placeholder {
      color: var(--_muted);
      opacity: 1;
    }
    /* As thin as the icons next to it; the browser's own is bold. */
    input::-webkit-search-cancel-button {
      inline-size: 24px;
      block-size: 24px;
      appearance: none;
      background:
        linear-gradient(45deg, transparent 45%, var(--_muted) 45% 55%, transparent 55%) center / 12px 12px
          no-repeat,
        linear-gradient(-45deg, transparent 45%, var(--_muted) 45% 55%, transparent 55%) center / 12px 12px
          no-repeat;
      cursor: pointer;
    }
    .scope {
      display: grid;
      grid-template-columns: 1fr 1fr;
      min-inline-size: 0;
      margin: 0;
      padding: 3px;
      border: 0;
      border-radius: var(--_round);
      background: var(--_sunken);
    }
    .scope label {
      position: relative;
      min-inline-size: 0;
    }
    .scope input {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      margin: 0;
      opacity: 0;
      cursor: pointer;
    }
    .scope span {
      display: grid;
      align-content: center;
      min-block-size: max(30px, var(--_target));
      padding: 5px 8px;
      border-radius: min(9px, var(--_radius));
      color: var(--_muted);
      font-size: 0.87em;
      line-height: 20px;
      text-align: center;
    }
    .scope :checked + span {
      background: var(--_raised);
      box-shadow:
        0 0 0 1px var(--_line-strong),
        0 1px 2px rgb(0 0 0 / 0.14);
      color: var(--_text);
      font-weight: 600;
    }
    .scope :focus-visible + span {
      outline: 2px solid var(--_accent-text);
      outline-offset: 1px;
    }
    summary {
      inline-size: fit-content;
      min-block-size: max(28px, var(--_target));
      color: var(--_muted);
      font-size: 0.87em;
      line-height: 28px;
      cursor: pointer;
    }
    .filters {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
      gap: 8px;
      padding-block: 4px 6px;
    }
    .filters label {
      display: grid;
      gap: 2px;
      min-inline-size: 0;
      color: var(--_muted);
      font-size: 0.84em;
    }
    .filters label:first-child {
      grid-column: 1 / -1;
    }
    .filters input,
    .filters select {
      padding-inline-start: 8px;
      border: 1px solid var(--_line-strong);
      border-radius: var(--_round-small);
      background-color: var(--_raised);
      color-scheme: inherit;
    }
    .filters input {
      padding-inline-end: 8px;
    }
    .device {
      display: flex;
      gap: 8px;
      margin: 10px 0 0;
      color: var(--_muted);
      font-size: 0.87em;
      line-height: 1.4;
    }
    .device .icon {
      flex: none;
      inline-size: 16px;
      block-size: 16px;
    }
    .browse {
      display: flex;
      align-items: center;
      gap: 10px;
      inline-size: calc(100% - 16px);
      min-block-size: 44px;
      margin: 8px 8px 0;
      padding-inline: 8px;
      border-radius: var(--_round);
      text-align: start;
    }
    .browse:hover {
      background: var(--_hover);
    }
    .browse span {
      flex: 1;
    }
    .browse .icon {
      color: var(--_muted);
    }
    .browse .icon:last-child {
      inline-size: 16px;
      block-size: 16px;
    }
    .browse .icon:last-child:dir(rtl) {
      transform: scaleX(-1);
    }
    .status {
      margin: 0;
      padding: 10px 16px 6px;
      color: var(--_muted);
      font-size: 0.87em;
      line-height: 1.4;
    }
    .hits {
      padding: 0 8px 8px;
      margin: 0;
      list-style: none;
    }
    .busy {
      opacity: 0.6;
    }
    .hit {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 2px 10px;
      inline-size: 100%;
      padding: 8px;
      border-radius: var(--_round);
      text-align: start;
    }
    .hit:hover {
      background: var(--_hover);
    }
    .hit .avatar {
      grid-row: 1 / span 4;
      align-self: start;
      margin-block-start: 2px;
    }
    .top {
      display: flex;
      align-items: baseline;
      gap: 6px;
      min-inline-size: 0;
    }
    .top b {
      overflow: hidden;
      font-weight: 600;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .top .private .icon {
      inline-size: 13px;
      block-size: 13px;
    }
    time {
      flex: none;
      margin-inline-start: auto;
      color: var(--_muted);
      font-size: 0.8em;
    }
    .where {
      grid-column: 2;
      overflow: hidden;
      color: var(--_accent-text);
      font-size: 0.8em;
      font-weight: 600;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .excerpt {
      grid-column: 2;
      display: -webkit-box;
      overflow: hidden;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
      line-height: 1.4;
      overflow-wrap: anywhere;
    }
    mark {
      padding-inline: 1px;
      border-radius: min(3px, var(--_radius));
      background: color-mix(in srgb, var(--_accent-fill) 26%, transparent);
      color: inherit;
      font-weight: 600;
    }
    .files {
      grid-column: 2;
      display: flex;
      align-items: center;
      gap: 4px;
      color: var(--_muted);
      font-size: 0.87em;
      overflow-wrap: anywhere;
    }
    .files .icon {
      flex: none;
      inline-size: 16px;
      block-size: 16px;
    }
    :focus-visible {
      outline: 2px solid var(--_accent-text);
      outline-offset: -2px;
    }
    input[type='search']:focus-visible {
      outline: none;
    }
    @media (forced-colors: active) {
      mark {
        background: Mark;
        color: MarkText;
      }
      .chip[aria-pressed='true'],
      .scope :checked + span {
        border-color: Highlight;
      }
      .scope :checked + span {
        outline: 1px solid Highlight;
      }
    }
  `,
  selectStyle,
  clearSearchStyle,
];
