import { css } from 'lit';

/** The mark of a forwarded message. */
export const forwardStyle = css`
  .forwarded {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-block-end: 2px;
    color: var(--_muted);
    font-size: 0.84em;
    font-style: italic;
  }
  .forwarded .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .forwarded span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;
