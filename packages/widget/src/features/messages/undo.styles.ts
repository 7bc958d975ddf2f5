import { css } from 'lit';

/** The undo bar above the composer. */
export const undoStyle = css`
  .undo {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-block-size: 40px;
    margin-block: 2px 8px;
    padding-inline: 14px 6px;
    border-radius: var(--_round);
    background: var(--_sunken);
    font-size: 0.87em;
  }
  .undo .link {
    min-block-size: var(--_target);
    padding-inline: 10px;
    border-radius: min(8px, var(--_radius));
    color: var(--_accent-text);
    font-weight: 600;
  }
  .undo .link:hover {
    background: var(--_hover);
  }
`;
