import { css } from 'lit';

export const chatFilesStyle = css`
  :host {
    display: block;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line-strong) transparent;
    background: var(--_surface);
  }
  .top {
    display: grid;
    gap: 10px;
    padding: 4px 16px 8px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .chip,
  .load {
    min-block-size: max(32px, var(--_target));
    padding-inline: 12px;
    border: 1px solid var(--_line-strong);
    border-radius: 999px;
    font-size: 0.87em;
  }
  .chip:hover,
  .load:hover {
    background: var(--_hover);
  }
  .chip[aria-pressed='true'] {
    border-color: transparent;
    background: var(--_accent-fill);
    color: var(--_on-accent);
  }
  .upload {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 44px;
    border: 1px dashed var(--_line-strong);
    border-radius: 12px;
    color: var(--_accent-text);
    font-weight: 600;
    cursor: pointer;
  }
  .upload:hover {
    background: var(--_hover);
  }
  .upload:focus-within {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
  .upload input {
    position: absolute;
    inset: 0;
    opacity: 0;
    cursor: pointer;
  }
  .list {
    margin: 0;
    padding: 0 8px 12px;
    list-style: none;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 6px 8px;
    border-radius: 12px;
  }
  .row:hover {
    background: var(--_hover);
  }
  .open {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    min-block-size: 44px;
    padding: 0;
    text-align: start;
  }
  .thumb,
  .badge {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 10px;
    background: color-mix(in oklab, var(--_accent-text) 14%, transparent);
    color: var(--_accent-text);
  }
  .thumb {
    object-fit: cover;
  }
  .about {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    line-height: 1.35;
  }
  .about > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .about b {
    font-weight: 600;
  }
  .about span {
    color: var(--_muted);
    font-size: 0.85em;
  }
  .about [role='alert'] {
    color: var(--_danger);
    white-space: normal;
  }
  progress {
    inline-size: 100%;
    block-size: 4px;
    accent-color: var(--_accent-fill);
  }
  .danger {
    min-block-size: var(--_target);
    padding-inline: 10px;
    border-radius: 10px;
    color: var(--_danger);
    font-size: 0.87em;
    font-weight: 600;
  }
  .empty {
    margin: 24px 16px;
    color: var(--_muted);
    text-align: center;
  }
  .load {
    display: block;
    margin: 0 auto 16px;
  }
`;
