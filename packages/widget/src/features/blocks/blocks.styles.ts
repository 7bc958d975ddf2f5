import { css } from 'lit';

/** A message of a blocked user: a note in place of its content until the reader opens it. */
export const blocksStyle = css`
  .from-blocked .bubble > :not(.blocked-note),
  .from-blocked .stack > :not(.line):not(.author) {
    display: none;
  }
  .blocked-note {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: 8px;
    color: var(--_muted);
    font-size: 0.9em;
  }
  .own .blocked-note {
    color: inherit;
  }
  .blocked-note .link {
    min-block-size: max(24px, var(--_target) - 8px);
    padding-inline: 4px;
  }
`;
