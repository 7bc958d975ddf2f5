import { css } from 'lit';

export const replayStyle = css`
  :host {
    display: block;
    inline-size: 100%;
    block-size: var(--chat-height, min(36rem, 100svb - 5rem));
    min-block-size: 12rem;
    isolation: isolate;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .frame {
    position: relative;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    overflow: clip;
    border: var(--chat-border, 1px solid var(--_line));
    border-radius: var(--chat-frame-radius, var(--_radius));
    background: var(--_surface);
    color: var(--_text);
    container-type: size;
  }
  header {
    display: flex;
    align-items: baseline;
    gap: 8px;
    padding: 12px var(--_space);
    border-block-end: 1px solid var(--_line);
  }
  h2 {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    overflow: hidden;
    font-size: 1rem;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  time {
    color: var(--_muted);
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
  }
  chat-messages {
    flex: 1;
    min-block-size: 0;
  }
  chat-captions {
    flex: none;
    padding-inline: var(--_space);
  }
  chat-bursts {
    position: absolute;
    inset: 0;
    z-index: 2;
    overflow: clip;
    pointer-events: none;
  }
  .state {
    display: grid;
    flex: 1;
    place-content: center;
    justify-items: center;
    gap: 12px;
    padding: var(--_space);
    color: var(--_muted);
    text-align: center;
  }
  .state p {
    margin: 0;
  }
`;
