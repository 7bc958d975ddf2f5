import { css } from 'lit';
import { avatarStyle } from '../styles/avatar.ts';

export const roomStyle = [
  avatarStyle,
  css`
    :host {
      display: block;
      inline-size: 100%;
      block-size: var(--chat-height, min(36rem, 100svb - 5rem));
      min-block-size: min(15rem, max(240px, 40svb));
      max-block-size: 100dvb;
      container-type: inline-size;
      isolation: isolate;
    }
    /* Hides shapes that are not styled yet. */
    :host(:not([layout='inline'], [shaped])) {
      display: none;
    }
    :host([theme='light']) {
      color-scheme: light;
    }
    :host([theme='dark']) {
      color-scheme: dark;
    }
    .frame {
      display: flex;
      flex-direction: column;
      block-size: 100%;
      overflow: clip;
      border: var(--chat-border, 1px solid var(--_line));
      border-radius: var(--chat-frame-radius, var(--_radius));
      background: var(--_surface);
    }
    .plain {
      font-family: var(--chat-font, system-ui, sans-serif);
    }
    header {
      display: flex;
      align-items: center;
      gap: 12px;
      flex: none;
      min-block-size: calc(52px + 12px * var(--_loose));
      padding-block: calc(4px + 6px * var(--_loose));
      padding-inline: max(var(--_space), 12px) 10px;
      border-block-end: 1px solid var(--_line);
    }
    .tools,
    .waits {
      display: contents;
    }
    /* The content of the header is not known yet, and would push the buttons when it comes. */
    .new > :is(.tools, .more-tools) {
      visibility: hidden;
    }
    .folded,
    .more-tools:not(.menu) {
      display: none;
    }
    .heading {
      display: grid;
      grid-template-columns: minmax(0, auto);
      justify-items: start;
      flex: 1;
      min-inline-size: 0;
      overflow: hidden;
    }
    h2 {
      font-weight: 650;
      letter-spacing: -0.01em;
    }
    .title {
      max-inline-size: 100%;
      overflow: hidden;
      font-size: 1.07em;
      line-height: 1.3;
      text-overflow: ellipsis;
      white-space: nowrap;
      unicode-bidi: plaintext;
    }
    .present,
    .new .heading::after {
      max-inline-size: 100%;
      overflow: hidden;
      text-overflow: ellipsis;
      color: var(--_muted);
      content: '\\00a0';
      font-size: 0.83em;
      line-height: 1.4;
      white-space: nowrap;
    }
    .present .dot {
      display: inline-block;
      margin-inline-end: 6px;
    }
    /* The first face is last, and there is space for two: nothing moves when a second user comes. */
    .people {
      --_ring: var(--_surface);
      display: flex;
      flex-direction: row-reverse;
      align-items: center;
      flex: none;
      min-inline-size: 66px;
      min-block-size: max(40px, var(--_target));
      padding-inline: 6px;
      border-radius: calc(99 * var(--_radius));
    }
    .people .avatar {
      --_size: 28px;
      box-shadow: 0 0 0 2px var(--_ring);
    }
    .people .avatar + .avatar {
      margin-inline-end: -2px;
    }
    .people .rest {
      inline-size: auto;
      min-inline-size: var(--_size);
      padding-inline: 5px;
      border-radius: calc(99 * var(--_radius));
      background: var(--_bubble);
      color: var(--_text);
      font-size: 11.5px;
      font-variant-numeric: tabular-nums;
    }
    .people .all {
      display: none;
    }
    .peer {
      min-inline-size: 0;
    }
    .body {
      position: relative;
      display: flex;
      flex: 1;
      min-block-size: 0;
    }
    .talk {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-inline-size: 0;
    }
    chat-messages {
      flex: 1;
      min-block-size: 0;
    }
    chat-composer {
      flex: none;
    }
    @container (inline-size < 31rem) {
      header {
        gap: 2px;
      }
      .spare {
        display: none;
      }
      .more-tools.many {
        display: grid;
      }
    }
    @container (inline-size < 25.5rem) {
      .fold {
        display: none;
      }
      .folded {
        display: contents;
      }
      .more-tools:not(.menu) {
        display: grid;
      }
    }
    @container (inline-size < 22.5rem) {
      .present {
        white-space: normal;
      }
      .people {
        min-inline-size: 0;
      }
      .people:not(.peer) .avatar:not(.all) {
        display: none;
      }
      .people .avatar.all {
        display: inline-grid;
      }
    }
  `,
];
