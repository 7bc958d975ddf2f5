import { css } from 'lit';

/** A message without a text. */
export const encryptionMessageStyle = css`
  .undecryptable {
    display: flex;
    gap: 6px;
    margin: 0;
    color: var(--_muted);
    font-style: italic;
  }
  .undecryptable .icon {
    flex: none;
    inline-size: 1.2em;
    block-size: 1.2em;
  }
`;

/** The notice under the header, and the panel. */
export const encryptionRoomStyle = css`
  .encryption-bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    margin: 0;
    padding: 6px 16px;
    border-block-end: 1px solid var(--_line);
    background: var(--_sunken);
    font-size: 0.84em;
  }
  .encryption-bar .icon,
  .encryption-panel .icon {
    flex: none;
    inline-size: 17px;
    block-size: 17px;
  }
  .encryption-bar button {
    flex: none;
    min-block-size: max(30px, var(--_target));
    margin-inline-start: auto;
    padding-inline: 12px;
    border-radius: var(--_round-small);
    background: var(--_hover);
    font-weight: 600;
  }
  .encryption.nags {
    position: relative;
  }
  .encryption.nags::after {
    content: '';
    position: absolute;
    inset-block-start: 7px;
    inset-inline-end: 7px;
    inline-size: 8px;
    block-size: 8px;
    border: 2px solid var(--_surface);
    border-radius: 50%;
    box-sizing: content-box;
    background: var(--_waiting);
  }
  .encryption-panel {
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 4px 16px 16px;
    background: var(--_surface);
    scrollbar-width: thin;
    scrollbar-color: var(--_line-strong) transparent;
  }
  .encryption-panel p {
    margin-block: 8px;
  }
  .encryption-panel h3 {
    margin-block: 20px 4px;
    font-size: 1em;
  }
  .encryption-panel ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .encryption-panel li {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 2px 10px;
    padding-block: 8px;
    border-block-end: 1px solid var(--_line);
  }
  .encryption-panel .count {
    color: var(--_muted);
    font-size: 0.84em;
  }
  .encryption-panel chat-safety-number {
    grid-column: 1 / -1;
  }
  .encryption-panel .new-key {
    display: flex;
    grid-column: 1 / -1;
    gap: 6px;
    margin: 0;
    font-size: 0.9em;
  }
`;
