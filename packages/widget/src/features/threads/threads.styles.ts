import { css } from 'lit';

/** The link to a thread below its first message; above a message that is also in the room, the link back. */
export const threadStyle = css`
  .thread-count {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-block-size: 30px;
    max-inline-size: 100%;
    margin-block-start: 2px;
    padding-inline: 4px 10px;
    border-radius: min(15px, var(--_radius));
    color: var(--_muted);
    font-size: 0.82em;
    transition: background-color var(--_quick);
  }
  .own .thread-count {
    align-self: flex-end;
  }
  .thread-count:hover,
  .thread-origin:hover {
    background: var(--_hover);
  }
  .thread-count .avatar {
    --_size: 22px;
    box-shadow: 0 0 0 2px var(--_surface);
  }
  .thread-count .avatar + .avatar {
    margin-inline-start: -5px;
  }
  .thread-count b {
    margin-inline-start: 3px;
    color: var(--_accent-text);
    font-weight: 600;
    white-space: nowrap;
  }
  .thread-count .when {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* Between the first message of a thread and the replies. */
  .message.thread-root {
    position: relative;
    padding-block-end: 44px;
  }
  .thread-divider {
    position: absolute;
    inset: auto 0 8px;
    display: flex;
    align-items: center;
    gap: 12px;
    color: var(--_muted);
    font-size: 0.82em;
    font-weight: 600;
  }
  .thread-divider::after {
    content: '';
    flex: 1;
    block-size: 1px;
    background: var(--_line);
  }
  :host([thread]) .start {
    display: none;
  }
  .thread-origin {
    display: flex;
    align-items: center;
    gap: 5px;
    max-inline-size: 100%;
    min-block-size: 28px;
    margin-block-end: 1px;
    border-radius: min(6px, var(--_radius));
    font-size: 0.82em;
    opacity: 0.86;
    text-align: start;
  }
  .thread-origin .icon {
    flex: none;
    inline-size: 1.2em;
    block-size: 1.2em;
  }
  .thread-origin span:not(.visually-hidden) {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;

export const threadComposerStyle = css`
  .also-to-room {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: max(28px, var(--_target) - 8px);
    padding-inline: 12px;
    color: var(--_muted);
    font-size: 0.85em;
    cursor: pointer;
  }
  .also-to-room input {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
`;

export const threadPanelStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  chat-messages {
    flex: 1;
    min-block-size: 0;
    block-size: auto;
  }
  .gone {
    margin: auto;
    padding: 24px;
    color: var(--_muted);
    text-align: center;
  }
`;
