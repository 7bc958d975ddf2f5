import { css } from 'lit';

/** The arrow of a select. */
export const selectStyle = css`
  /* The browser's own touches the edge. */
  select {
    padding-inline-end: 34px;
    appearance: none;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(-45deg, transparent 50%, currentColor 50%);
    background-position:
      right 17px top 53%,
      right 12px top 53%;
    background-size: 5px 5px;
    background-repeat: no-repeat;
    text-overflow: ellipsis;
  }
  select:dir(rtl) {
    background-position:
      left 12px top 53%,
      left 17px top 53%;
  }
  @media (forced-colors: active) {
    select {
      appearance: auto;
      background-image: none;
    }
  }
`;

/** The button that clears a search field. */
export const clearSearchStyle = css`
  [type='search']::-webkit-search-cancel-button {
    flex: none;
    inline-size: 24px;
    block-size: 24px;
    margin: 0;
    appearance: none;
    background:
      linear-gradient(45deg, transparent calc(50% - 1px), var(--_muted) 0 calc(50% + 1px), transparent 0)
        center / 11px 11px no-repeat,
      linear-gradient(-45deg, transparent calc(50% - 1px), var(--_muted) 0 calc(50% + 1px), transparent 0)
        center / 11px 11px no-repeat;
    cursor: pointer;
  }
  @media (forced-colors: active) {
    [type='search']::-webkit-search-cancel-button {
      --_muted: CanvasText;
    }
  }
`;

/** Inputs and selects in panels and dialogs. */
export const fieldStyle = [
  css`
    input:is(:not([type]), [type='text'], [type='number'], [type='search'], [type='time'], [type^='date']),
    select {
      box-sizing: border-box;
      inline-size: 100%;
      min-block-size: 44px;
      padding-inline: 12px;
      border: 1px solid var(--_line-strong);
      border-radius: var(--_round);
      background: var(--_surface);
      color: inherit;
      font: inherit;
      font-size: max(16px, 1em);
    }
  `,
  selectStyle,
  clearSearchStyle,
];
