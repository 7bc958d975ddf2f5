import { css } from 'lit';

/** An overlay lies over a video: its page is transparent, and its text stands on cards. */
export const overlayStyle = css`
  :host {
    display: block;
    position: relative;
    inline-size: 100%;
    block-size: 100%;
    overflow: clip;
    pointer-events: none;
    container-type: size;
    --_font-size: var(--chat-font-size, clamp(16px, 2.2cqmin + 8px, 34px));
  }
  :host([from-address]) {
    position: fixed;
    inset: 0;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .frame {
    display: grid;
    grid-template:
      'chat top' minmax(0, 1fr)
      'chat bottom' auto / minmax(0, 34cqi) minmax(0, 1fr);
    gap: 2cqmin;
    block-size: 100%;
    padding: 4cqmin;
  }
  .frame:not(.with-chat) {
    grid-template:
      'top' minmax(0, 1fr)
      'bottom' auto / minmax(0, 1fr);
  }
  .card {
    display: grid;
    gap: 0.6em;
    box-sizing: border-box;
    max-inline-size: min(100%, 30em);
    padding: 0.9em 1.1em;
    border: var(--chat-border, 0);
    border-radius: var(--chat-frame-radius, var(--_radius));
    background: var(--chat-surface, light-dark(rgb(255 255 255 / 0.94), rgb(18 20 26 / 0.88)));
    box-shadow: 0 0.2em 1em rgb(0 0 0 / 0.28);
    animation: enter 240ms cubic-bezier(0.2, 0, 0, 1);
  }
  .spotlight {
    grid-area: bottom;
    align-self: end;
    justify-self: center;
    inline-size: min(100%, 34em);
    max-inline-size: 100%;
    border-inline-start: 0.3em solid var(--_accent-text);
  }
  .poll {
    grid-area: top;
    align-self: start;
    justify-self: end;
    inline-size: min(100%, 24em);
  }
  .chat {
    grid-area: chat;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    gap: 0.5em;
    min-block-size: 0;
    overflow: clip;
    mask-image: linear-gradient(transparent, #000 12%);
  }
  .chat .card {
    flex: none;
    gap: 0.15em;
    align-self: start;
    padding: 0.5em 0.8em;
    border-radius: var(--_bubble-radius);
    background: var(--chat-bubble, light-dark(rgb(255 255 255 / 0.94), rgb(18 20 26 / 0.82)));
    box-shadow: none;
    color: var(--_bubble-text);
  }
  .chat .avatar {
    --_size: 1.9em;
  }
  .chat .author {
    gap: 0.4em;
    font-size: 0.85em;
  }
  chat-bursts {
    position: absolute;
    inset: 0;
    z-index: 2;
    overflow: clip;
  }
  .failed {
    position: absolute;
    inset-block-start: 4cqmin;
    inset-inline-start: 4cqmin;
  }
  @keyframes enter {
    from {
      translate: 0 0.6em;
      opacity: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .card {
      animation: none;
    }
  }
`;
