import { css } from 'lit';

/** A line above the field: the wait of slow mode, and for moderators the limits of the room. */
export const fieldLineStyle = css`
  .slow-mode,
  .limit {
    display: flex;
    align-items: center;
    gap: 6px;
    padding-inline: 4px;
    padding-block-end: 6px;
    color: var(--_muted);
    font-size: 0.84em;
    font-variant-numeric: tabular-nums;
  }
  .slow-mode .icon,
  .limit .icon {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
  }
  .slow-mode.waiting {
    color: var(--_text);
    font-weight: 600;
  }
`;
