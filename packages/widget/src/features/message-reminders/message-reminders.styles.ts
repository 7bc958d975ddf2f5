import { css } from 'lit';

export const reminderBarStyle = css`
  .due-reminder {
    display: flex;
    flex: none;
    align-items: center;
    padding-inline: max(calc(var(--_space) - 8px), 4px) 10px;
    border-block-end: 1px solid var(--_line);
    background: color-mix(in oklab, var(--_accent-text) 10%, var(--_surface));
    font-size: 0.87em;
  }
  .due-reminder .shown {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    min-block-size: max(46px, var(--_target));
    margin-block: 2px;
    padding-inline: 8px;
    border-radius: var(--_round-small);
    line-height: 1.35;
    text-align: start;
  }
  .due-reminder .shown:hover {
    background: var(--_hover);
  }
  .due-reminder .shown > span {
    display: grid;
    min-inline-size: 0;
  }
  .due-reminder :is(b, .shown > .icon) {
    color: var(--_accent-text);
  }
  .due-reminder b {
    font-weight: 600;
  }
  .due-reminder .about {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .due-reminder {
      border: 1px solid CanvasText;
    }
  }
`;
