import { css } from 'lit';

/** Styles of command suggestions and results. */
export const slashStyle = css`
  .command {
    flex: none;
    max-inline-size: 60%;
    font-weight: 600;
  }
  .command i {
    color: var(--_muted);
    font-style: normal;
    font-weight: 400;
  }
  .slash {
    display: flex;
    align-items: start;
    gap: 10px;
    max-block-size: 40dvb;
    margin-block-end: 6px;
    padding-block: 6px;
    padding-inline: 12px 4px;
    overflow-y: auto;
    border-radius: var(--_round-large);
    background: var(--_sunken);
    font-size: 0.9em;
    line-height: 1.4;
  }
  .slash > .icon {
    margin-block-start: 8px;
    color: var(--_muted);
  }
  .slash > div {
    flex: 1;
    min-inline-size: 0;
    padding-block: 7px;
  }
  .slash b {
    display: block;
    color: var(--_muted);
    font-size: 0.87em;
    font-weight: 500;
  }
  .slash p {
    /* A letter made of hundreds of characters has no break. */
    overflow-x: clip;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .slash.runs p {
    color: var(--_muted);
  }
  .slash.refused p,
  .slash.refused > .icon {
    color: var(--_danger);
  }
`;
