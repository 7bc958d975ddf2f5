import { css } from 'lit';

/** Group calls next to the list of rooms. */
export const callNoticesStyle = css`
  :host {
    --chat-call-height: 150px;
    display: block;
    max-block-size: min(60dvb, 420px);
    overflow-y: auto;
  }
  .notice {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 52px;
    padding: 6px 12px;
    border-block-end: 1px solid var(--_line);
    background: var(--_sunken);
  }
  .mine {
    border-block-end: 1px solid var(--_line);
  }
  .mine .notice {
    border-block-end: 0;
  }
  .notice > .icon {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    color: var(--_accent-text);
  }
  .notice p,
  .mine .name {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
  }
  /* The room above the text: on a phone both do not fit next to the button. */
  .notice p {
    display: grid;
    line-height: 1.35;
  }
  .notice p > *,
  .mine .name {
    overflow: hidden;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name {
    font-weight: 650;
  }
  p span {
    color: var(--_muted);
    font-size: 0.9em;
  }
  button {
    flex: none;
    min-block-size: max(36px, var(--_target));
    padding-inline: 16px;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_round);
    font-weight: 600;
  }
  button:hover {
    background: var(--_hover);
  }
  button.join {
    border-color: transparent;
    background: var(--_accent-fill);
    color: var(--_on-accent);
  }
  button:disabled {
    opacity: 0.6;
  }
  .problem {
    margin: 0;
    padding: 6px 12px;
    color: var(--_danger);
    font-size: 0.9em;
  }
`;
