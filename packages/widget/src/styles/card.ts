import { css } from 'lit';

/** Cards of messages with their author, files and buttons, for moderators. */
export const cardStyle = css`
  .empty {
    padding-block: 28px;
    color: var(--_muted);
    text-align: center;
  }
  .cards {
    display: grid;
    gap: 12px;
  }
  .card {
    display: grid;
    gap: 10px;
    padding: 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_round-large);
  }
  .who {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
  }
  .who .clipped {
    flex: 1;
    font-weight: 700;
  }
  .avatar {
    --_size: 30px;
  }
  blockquote.text {
    margin: 0;
    padding: 8px 12px;
    border-radius: var(--_round);
    background: var(--_bubble);
    overflow-wrap: anywhere;
  }
  .run {
    white-space: pre-wrap;
  }
  .files {
    display: flex;
    gap: 6px;
    overflow-wrap: anywhere;
  }
  .files svg {
    flex: none;
  }
  .note {
    color: var(--_muted);
    font-size: 0.84em;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .card .buttons button,
  .small {
    min-block-size: max(34px, var(--_target));
    padding-inline: 12px;
    border-radius: var(--_round-small);
    background: var(--_sunken);
    font-size: 0.9em;
    font-weight: 600;
  }
  .card .buttons button:hover,
  .small:hover {
    background: var(--_hover);
  }
  .card .buttons .danger,
  .small.danger {
    color: var(--_danger);
  }
  .more {
    inline-size: 100%;
    margin-block-start: 14px;
  }
  label {
    font-size: 0.9em;
    font-weight: 600;
  }
`;
