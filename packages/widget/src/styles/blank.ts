import { css } from 'lit';

/** The placeholder of an empty list: an icon, a title, a hint. */
export const blankStyle = css`
  .blank {
    display: grid;
    justify-items: center;
    gap: 4px;
    margin: auto;
    padding: 24px;
    color: var(--_muted);
    text-align: center;
    text-wrap: balance;
  }
  .blank-title {
    color: var(--_text);
    font-weight: 600;
  }
  .badge {
    display: grid;
    place-items: center;
    inline-size: 52px;
    block-size: 52px;
    margin-block-end: 10px;
    border-radius: 50%;
    background: var(--_bubble-own);
    color: var(--_accent-text);
  }
  .badge .icon {
    inline-size: 26px;
    block-size: 26px;
  }
`;
