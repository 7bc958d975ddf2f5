import { css } from 'lit';

export const captionsStyle = css`
  :host {
    display: block;
  }
  .box {
    display: flex;
    align-items: start;
    gap: 4px;
    margin-block: 2px 8px;
    padding-block: 4px;
    padding-inline: 14px 4px;
    border-radius: var(--_round);
    background: var(--_sunken);
  }
  /* The newest lines stand at the bottom, and the height does not change. */
  .lines {
    display: flex;
    flex: 1;
    flex-direction: column;
    justify-content: end;
    block-size: calc(2 * 1.45em);
    min-inline-size: 0;
    margin-block: 3px;
    overflow: hidden;
    line-height: 1.45;
  }
  p {
    flex: none;
    margin: 0;
    overflow-wrap: anywhere;
  }
  b {
    color: var(--_accent-text);
    font-weight: 600;
  }
  b::after {
    content: ':';
  }
  .icon-button {
    flex: none;
    color: var(--_muted);
  }
  .language {
    flex: none;
    min-inline-size: var(--_target);
    min-block-size: var(--_target);
    padding-inline: 6px;
    border-radius: var(--_round-small);
    color: var(--_muted);
    font-size: 0.8em;
    font-weight: 600;
  }
  .language:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  /* The call has a dark background, in every theme. */
  :host([in-call]) {
    color: #fff;
  }
  :host([in-call]) .box {
    margin: 0;
    padding: 0;
    background: none;
  }
  :host([in-call]) b,
  :host([in-call]) .language {
    color: inherit;
  }
  @media (forced-colors: active) {
    .box {
      border: 1px solid CanvasText;
    }
  }
`;
