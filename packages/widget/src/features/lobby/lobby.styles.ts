import { css } from 'lit';
import { avatarStyle } from '../../styles/avatar.ts';
import { blankStyle } from '../../styles/blank.ts';
import { cardStyle } from '../../styles/card.ts';
import { clippedNameStyle } from '../../styles/clipped-name.ts';
import { fieldStyle } from '../../styles/field.ts';

const messages = css`
  .messages {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
    text-align: start;
  }
  .messages li {
    justify-self: start;
    max-inline-size: 90%;
    padding: 6px 12px;
    border-radius: var(--_round);
    background: var(--_bubble);
    overflow-wrap: anywhere;
  }
  .messages li.own {
    justify-self: end;
    background: var(--_bubble-own);
  }
  .messages .from {
    display: block;
    color: var(--_muted);
    font-size: 0.84em;
  }
  form {
    display: flex;
    gap: 8px;
  }
  form input {
    flex: 1;
    min-inline-size: 0;
  }
  .send {
    flex: none;
    padding-inline: 14px;
    border-radius: var(--_round);
    background: var(--_sunken);
    font-weight: 600;
  }
  .send:hover {
    background: var(--_hover);
  }
  @media (forced-colors: active) {
    .send {
      border: 1px solid ButtonText;
    }
  }
`;

/** The panel of hosts. */
export const lobbyStyle = [
  avatarStyle,
  clippedNameStyle,
  fieldStyle,
  cardStyle,
  messages,
  css`
    :host {
      --_ring: var(--_surface);
      display: block;
      flex: 1;
      min-block-size: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
      padding: 14px 16px 20px;
      background: var(--_surface);
      scrollbar-width: thin;
      scrollbar-color: var(--_line-strong) transparent;
    }
    .all {
      display: block;
      margin-block-end: 14px;
    }
    @media (forced-colors: active) {
      button {
        border: 1px solid ButtonText;
      }
    }
  `,
];

/** The screen of a user who waits. */
export const waitingRoomStyle = [
  blankStyle,
  fieldStyle,
  messages,
  css`
    :host {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-block-size: 0;
      overflow-y: auto;
    }
    .waiting,
    .waiting [role='status'] {
      display: grid;
      justify-items: center;
      gap: 14px;
    }
    .waiting {
      inline-size: min(100%, 440px);
      margin: auto;
      padding: 28px 20px;
      text-align: center;
    }
    h2 {
      margin: 0;
      font-size: 1.25em;
    }
    p {
      margin: 0;
      color: var(--_muted);
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
    .chat {
      display: grid;
      gap: 12px;
      inline-size: 100%;
      margin-block-start: 6px;
    }
    .link {
      min-block-size: 32px;
    }
  `,
];
