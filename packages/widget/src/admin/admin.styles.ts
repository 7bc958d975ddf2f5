import { css } from 'lit';

/** The frame of the page: navigation next to its content, above it on a phone. */
export const shellStyle = css`
  :host {
    display: block;
    background: var(--_surface);
    container-type: inline-size;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([whole-page]) {
    position: fixed;
    inset: 0;
    overflow: auto;
    font-family: var(--chat-font, system-ui, sans-serif);
  }
  .layout {
    display: grid;
    grid-template: 'header header' auto 'nav main' 1fr / 13rem minmax(0, 1fr);
    max-inline-size: 84rem;
    margin-inline: auto;
    min-block-size: 100%;
  }
  header {
    grid-area: header;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    padding: 16px 24px;
    border-block-end: 1px solid var(--_line);
  }
  h1 {
    margin: 0;
    font-size: 1.07em;
    font-weight: 650;
  }
  .host {
    min-inline-size: 0;
    overflow-wrap: anywhere;
    color: var(--_muted);
    font-size: 0.9em;
  }
  nav {
    grid-area: nav;
    padding: 16px 12px;
  }
  nav ul {
    display: grid;
    gap: 2px;
    position: sticky;
    inset-block-start: 16px;
  }
  nav button {
    inline-size: 100%;
    min-block-size: max(36px, var(--_target));
    padding-inline: 12px;
    border-radius: var(--_round-small);
    color: var(--_muted);
    text-align: start;
    white-space: nowrap;
  }
  nav button:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  nav [aria-current] {
    background: var(--_sunken);
    color: var(--_text);
    font-weight: 600;
  }
  main {
    grid-area: main;
    min-inline-size: 0;
    padding: 20px 24px 48px;
  }
  h2 {
    margin-block-end: 16px;
    font-size: 1.4em;
    font-weight: 650;
    letter-spacing: -0.012em;
  }
  h2:focus-visible {
    outline: none;
  }
  .door {
    display: grid;
    align-content: center;
    gap: 16px;
    inline-size: min(100%, 24rem);
    min-block-size: min(100dvb, 30rem);
    margin-inline: auto;
    padding: 24px;
  }
  .door h1 {
    font-size: 1.4em;
  }
  .door p {
    color: var(--_muted);
  }
  .door p:empty {
    display: none;
  }
  .door form {
    display: grid;
    gap: 16px;
  }
  .door label {
    display: grid;
    gap: 6px;
    font-weight: 600;
  }
  .door input {
    min-block-size: 44px;
    padding-inline: 12px;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_round);
    background: var(--_surface);
    font-size: max(16px, 1em);
  }
  a.primary {
    display: grid;
    place-items: center;
    text-decoration: none;
  }
  @container (inline-size < 720px) {
    .layout {
      grid-template: 'header' auto 'nav' auto 'main' 1fr / minmax(0, 1fr);
    }
    header {
      padding: 12px 16px;
      border: 0;
    }
    nav {
      overflow-x: auto;
      padding: 0 16px 8px;
      border-block-end: 1px solid var(--_line);
      scrollbar-width: none;
    }
    nav ul {
      display: flex;
      position: static;
    }
    main {
      padding: 16px 16px 40px;
    }
  }
  @media (forced-colors: active) {
    nav [aria-current] {
      outline: 1px solid Highlight;
    }
  }
`;

/** Sections: tiles of figures, tables that become cards on a phone, forms and buttons. */
export const adminStyle = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  .problem {
    padding: 10px 14px;
    border: 1px solid var(--_danger);
    border-radius: var(--_round-small);
    color: var(--_danger);
  }
  .problem:empty {
    display: none;
  }
  .visually-hidden {
    margin: 0;
  }
  h3 {
    margin: 12px 0 0;
    font-size: 1.07em;
    font-weight: 650;
  }
  h3:focus-visible {
    outline: none;
  }
  .note,
  .empty {
    color: var(--_muted);
    font-size: 0.9em;
  }
  .empty {
    padding-block: 4px;
  }
  dl,
  dd {
    margin: 0;
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 8.5rem), 1fr));
    gap: 10px;
  }
  .tile {
    display: grid;
    align-content: space-between;
    gap: 4px;
    padding: 12px 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_round);
  }
  .tile dt,
  .facts dt {
    color: var(--_muted);
    font-size: 0.84em;
  }
  .tile dd {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 1.2em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .mood {
    flex: none;
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: var(--_positive);
  }
  .mood.fair {
    background: var(--_waiting);
  }
  .mood.bad {
    background: var(--_danger);
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 10rem), 1fr));
    gap: 12px 20px;
  }
  .facts dd {
    overflow-wrap: anywhere;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.94em;
    line-height: 1.35;
  }
  th,
  td {
    padding: 9px 10px;
    border-block-end: 1px solid var(--_line);
    font-weight: 400;
    text-align: start;
    vertical-align: middle;
    overflow-wrap: anywhere;
  }
  :is(th, td):first-child {
    padding-inline-start: 0;
  }
  thead th {
    color: var(--_muted);
    font-size: 0.89em;
  }
  tbody tr:hover {
    background: color-mix(in oklab, var(--_text) 3%, transparent);
  }
  .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  table time {
    white-space: nowrap;
  }
  code {
    font-size: 0.94em;
  }
  .id {
    display: block;
    color: var(--_muted);
    font-size: 0.87em;
  }
  .link {
    max-inline-size: 100%;
    color: var(--_accent-text);
    font-weight: 600;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .link:hover {
    text-decoration: underline;
  }
  form,
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    align-items: end;
  }
  .buttons {
    gap: 6px;
    align-items: center;
  }
  .section form :is(input, select) {
    font-weight: 400;
  }
  form .small {
    min-block-size: 44px;
  }
  form label {
    display: grid;
    flex: 1 1 9rem;
    max-inline-size: 22rem;
    gap: 4px;
    font-size: 0.9em;
    font-weight: 600;
  }
  .primary,
  .small {
    border-radius: var(--_round);
    font-weight: 600;
  }
  .small {
    font-weight: 500;
    min-block-size: max(32px, var(--_target));
    padding-inline: 12px;
    border-radius: var(--_round-small);
    background: var(--_sunken);
    font-size: 0.9em;
  }
  .small:hover {
    background: var(--_hover);
  }
  .small.danger {
    color: var(--_danger);
  }
  .small:disabled {
    opacity: 0.6;
  }
  .more {
    justify-self: start;
    min-block-size: max(40px, var(--_target));
    padding-inline: 18px;
  }
  .cards {
    display: grid;
    gap: 10px;
  }
  .card {
    display: grid;
    gap: 8px;
    padding: 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_round);
  }
  .card .who {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 10px;
    align-items: baseline;
  }
  .card b {
    font-weight: 650;
  }
  blockquote {
    margin: 0;
    padding: 8px 12px;
    border-radius: var(--_round-small);
    background: var(--_bubble);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .person {
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .reason {
    display: block;
    color: var(--_text);
  }
  .failed {
    color: var(--_danger);
  }
  @container (inline-size < 600px) {
    table,
    tbody,
    tr,
    tbody th,
    td {
      display: block;
    }
    thead {
      position: absolute;
      overflow: hidden;
      inline-size: 1px;
      block-size: 1px;
      clip-path: inset(50%);
    }
    tbody tr {
      padding-block: 10px;
      border-block-end: 1px solid var(--_line);
    }
    tbody th,
    td {
      padding: 2px 0;
      border: 0;
    }
    td:not(:has(.buttons)) {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 16px;
      text-align: end;
    }
    td:not(:has(.buttons))::before {
      content: attr(data-column);
      color: var(--_muted);
    }
    td:has(> .value:empty) {
      display: none;
    }
    td .buttons {
      padding-block-start: 6px;
    }
    form label {
      max-inline-size: none;
      flex-basis: 100%;
    }
  }
  @media (forced-colors: active) {
    .small,
    .tile {
      border: 1px solid ButtonText;
    }
    .mood {
      forced-color-adjust: none;
    }
  }
`;

/** The button of a step that cannot be undone. */
export const questionStyle = css`
  .danger {
    background: var(--_danger);
    color: light-dark(#fff, #1a0f0f);
  }
  label {
    display: grid;
    gap: 6px;
    font-weight: 600;
  }
`;
