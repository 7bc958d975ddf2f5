import { css } from 'lit';

export const pollFormStyle = css`
  h3,
  legend {
    padding: 0;
    margin-block-end: 6px;
    font-size: 0.9em;
    font-weight: 600;
  }
  .named {
    display: grid;
    gap: 6px;
    font-size: 0.9em;
    font-weight: 600;
  }
  .named :is(input, select) {
    font-weight: 400;
  }
  fieldset {
    gap: 8px;
  }
  .choice {
    min-block-size: max(32px, var(--_target));
  }
  .option,
  li {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .option input[type='radio'] {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_accent-fill);
  }
  .draft {
    flex: 1;
    min-inline-size: 0;
    min-block-size: max(36px, var(--_target));
    padding-inline: 10px;
    border-radius: var(--_round-small);
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .draft:hover {
    background: var(--_hover);
  }
  /* Three buttons fit into one line of the dialog. */
  .buttons {
    gap: 4px;
  }
  .buttons .quiet {
    padding-inline: 10px;
  }
  .icon-button:disabled {
    opacity: 0.4;
  }
`;
