import { css } from 'lit';
import { fieldStyle } from '../../styles/field.ts';

export const profileStyle = [
  fieldStyle,
  css`
    dialog {
      --_ring: var(--_raised);
      inline-size: min(24rem, calc(100vw - 24px));
      overflow-y: auto;
      overscroll-behavior: contain;
      scrollbar-width: thin;
      scrollbar-color: var(--_line-strong) transparent;
    }
    .card {
      position: relative;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
      justify-items: stretch;
    }
    .close {
      position: absolute;
      inset-block-start: -8px;
      inset-inline-end: -8px;
      z-index: 1;
    }
    .top {
      display: flex;
      align-items: center;
      gap: 16px;
      padding-inline-end: 32px;
    }
    .top .avatar {
      --_size: 72px;
    }
    .title {
      display: grid;
      gap: 6px;
      min-inline-size: 0;
    }
    /* A letter made of hundreds of characters has no break. */
    dt,
    dd,
    .status-text,
    .about {
      min-inline-size: 0;
      overflow-x: clip;
    }
    h2 {
      text-align: start;
    }
    .tags {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
    }
    .tag {
      padding: 1px 8px;
      border-radius: calc(99 * var(--_radius));
      background: var(--_bubble-own);
      color: var(--_accent-text);
      font-size: 0.8em;
      font-weight: 600;
    }
    .state {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
      color: var(--_text);
    }
    .state .dot {
      inline-size: 12px;
      block-size: 12px;
    }
    .state .status-text {
      flex-basis: 100%;
      color: var(--_muted);
      overflow-wrap: anywhere;
    }
    .about {
      color: var(--_text);
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
    dl {
      display: grid;
      gap: 10px;
      margin: 0;
    }
    dl div {
      display: grid;
      grid-template-columns: minmax(6rem, 2fr) 3fr;
      gap: 12px;
      padding-block-start: 10px;
      border-block-start: 1px solid var(--_line);
      font-size: 0.9em;
    }
    dt {
      color: var(--_muted);
      overflow-wrap: anywhere;
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .talk {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 8px;
    }
    .note {
      color: var(--_muted);
      text-align: center;
    }
    .note:empty {
      display: none;
    }
    form {
      padding-block-start: 16px;
      border-block-start: 1px solid var(--_line);
    }
    fieldset {
      gap: 10px;
      min-inline-size: 0;
    }
    legend,
    .field > span {
      margin-block-end: 6px;
      padding: 0;
      color: var(--_muted);
      font-size: 0.84em;
      font-weight: 600;
    }
    .field {
      display: grid;
    }
    .statuses {
      display: grid;
      gap: 2px;
      padding: 3px;
      border-radius: var(--_round);
      background: var(--_sunken);
      --_ring: var(--_sunken);
    }
    .statuses label {
      display: grid;
      position: relative;
      cursor: pointer;
    }
    .statuses input {
      position: absolute;
      opacity: 0;
      inset: 0;
      margin: 0;
      cursor: pointer;
    }
    .statuses span {
      display: flex;
      align-items: center;
      gap: 10px;
      min-block-size: max(36px, var(--_target));
      padding-inline: 10px;
      border-radius: var(--_round-small);
    }
    .statuses .dot {
      inline-size: 12px;
      block-size: 12px;
    }
    .statuses label:hover span {
      background: var(--_hover);
    }
    .statuses :checked + span {
      --_ring: var(--_raised);
      background: var(--_raised);
      box-shadow: 0 0 0 1px var(--_line-strong);
      font-weight: 600;
    }
    .statuses :focus-visible + span {
      outline: 2px solid var(--_accent-text);
      outline-offset: 1px;
    }
    .picture {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
    }
    .link {
      display: inline-flex;
      align-items: center;
      position: relative;
      min-block-size: max(28px, var(--_target));
      color: var(--_accent-text);
      font-weight: 600;
      cursor: pointer;
    }
    .link:hover {
      text-decoration: underline;
      background: none;
    }
    .link.quiet {
      color: var(--_muted);
    }
    .link.danger {
      color: var(--_danger);
    }
    .own-data {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 4px 16px;
      padding-block-start: 12px;
      border-block-start: 1px solid var(--_line);
      font-size: 0.9em;
    }
    .link:focus-within:has(:focus-visible) {
      outline: 2px solid var(--_accent-text);
      outline-offset: 2px;
      border-radius: min(6px, var(--_radius));
    }
    @media (forced-colors: active) {
      .statuses :checked + span {
        outline: 2px solid Highlight;
      }
    }
  `,
];
