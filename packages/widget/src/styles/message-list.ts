import { css } from 'lit';

/** A message in one or two lines: its author and time, and its text. */
export const messageLineStyle = css`
  .about {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    line-height: 1.35;
    text-align: start;
  }
  .top {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-inline-size: 0;
  }
  .top b {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .top time,
  .count {
    flex: none;
    color: var(--_muted);
    font-size: 0.92em;
    font-variant-numeric: tabular-nums;
  }
`;

/** A list of messages in a panel. */
export const messageListStyle = [
  messageLineStyle,
  css`
    ul {
      padding: 8px 8px 12px;
    }
    li {
      display: flex;
      align-items: start;
    }
    .entry {
      display: flex;
      align-items: start;
      gap: 12px;
      flex: 1;
      min-inline-size: 0;
      min-block-size: 48px;
      padding: 8px;
      border-radius: var(--_round);
      transition: background-color var(--_quick);
    }
    .entry:hover {
      background: var(--_hover);
    }
    .entry time {
      margin-inline-start: auto;
      font-size: 0.8em;
    }
    .text {
      display: -webkit-box;
      overflow: hidden;
      color: var(--_muted);
      font-size: 0.93em;
      overflow-wrap: anywhere;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
    }
    li .icon-button {
      margin-block-start: 6px;
    }
    .nothing {
      display: grid;
      justify-items: center;
      gap: 10px;
      padding: 40px 24px;
      color: var(--_muted);
      text-align: center;
      text-wrap: balance;
    }
  `,
];
