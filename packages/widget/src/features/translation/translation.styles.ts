import { css } from 'lit';

/** The line below a translated text. */
export const translationStyle = css`
  .translation {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: 6px;
    margin-block-start: 2px;
    color: var(--_muted);
    font-size: 0.8em;
    line-height: 1.4;
  }
  .own .translation {
    color: inherit;
  }
  .translation button {
    min-block-size: var(--_target);
    padding: 0;
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .translation button:hover {
    color: var(--_text);
  }
  @media (forced-colors: active) {
    .translation {
      color: CanvasText;
    }
  }
`;
