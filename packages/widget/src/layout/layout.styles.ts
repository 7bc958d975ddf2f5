import { css } from 'lit';

/** The frame of a floating chat; after the styles of the room. */
export const shapeStyle = css`
  :host(:not([layout='inline'])) {
    position: fixed;
    z-index: var(--chat-layer, 2147483000);
    inline-size: auto;
    block-size: auto;
    min-block-size: 0;
    max-block-size: none;
    container-type: normal;
    pointer-events: none;
  }
  :host(:not([layout='inline'])) .frame {
    container-type: inline-size;
    box-shadow: var(--_shadow);
    pointer-events: auto;
    animation: appear 180ms cubic-bezier(0.2, 0, 0, 1);
  }
  .frame[hidden] {
    display: none;
  }
  chat-launcher {
    pointer-events: auto;
  }
  .exit {
    display: flex;
    flex: none;
    justify-content: flex-end;
    padding: 6px 10px 0;
  }
  :host([layout='launcher']) {
    inset-block-end: max(20px, env(safe-area-inset-bottom));
    inset-inline-end: max(20px, env(safe-area-inset-right));
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 14px;
  }
  :host([layout='launcher'][position$='start']) {
    inset-inline: max(20px, env(safe-area-inset-left)) auto;
    align-items: flex-start;
  }
  :host([layout='launcher'][position^='top']) {
    inset-block: max(20px, env(safe-area-inset-top)) auto;
    flex-direction: column-reverse;
  }
  :host([layout='launcher']) .frame {
    inline-size: min(var(--chat-width, 400px), 100vw - 40px);
    block-size: min(var(--chat-height, 640px), 100dvb - 120px);
  }
  :host([layout='panel']) {
    inset-block: 0;
    inset-inline-end: 0;
    inline-size: min(var(--chat-width, 400px), 100vw);
  }
  :host([layout='panel'][position$='start']) {
    inset-inline: 0 auto;
  }
  :host([layout='panel']) .frame,
  :host([layout='full']) .frame {
    border-block: 0;
    border-radius: 0;
  }
  :host([layout='panel']) .frame {
    border-inline-end: 0;
    padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom);
  }
  :host([covering]) {
    inset: var(--_above, 0) 0 auto !important;
    display: block !important;
    inline-size: auto !important;
    block-size: var(--_seen, 100dvb) !important;
  }
  :host([covering]) .frame {
    inline-size: 100%;
    block-size: 100%;
    border: 0;
    border-radius: 0;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)
      env(safe-area-inset-left);
  }
  :host([covering]) chat-launcher {
    display: none;
  }
  @keyframes appear {
    from {
      opacity: 0;
      translate: 0 12px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host(:not([layout='inline'])) .frame {
      animation: none;
    }
  }
`;
