import { css } from 'lit';
import { fieldStyle } from '../styles/field.ts';
import { skeletonStyle } from '../styles/skeleton.ts';

export const newRoomStyle = [
  skeletonStyle,
  fieldStyle,
  css`
    .people {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
      gap: 2px;
      overflow-y: auto;
      block-size: 15rem;
      max-block-size: 45dvb;
      margin-inline: -8px;
      scrollbar-width: thin;
      scrollbar-color: var(--_line-strong) transparent;
    }
    .person {
      display: flex;
      align-items: center;
      gap: 12px;
      min-block-size: max(44px, var(--_target));
      inline-size: 100%;
      padding-inline: 8px;
      border-radius: var(--_round-small);
      text-align: start;
      cursor: pointer;
    }
    form > .person {
      inline-size: auto;
      margin-inline: -8px;
      color: var(--_accent-text);
      font-weight: 600;
    }
    .person .badge {
      display: grid;
      place-items: center;
      inline-size: 32px;
      block-size: 32px;
      border-radius: 50%;
      background: var(--_bubble-own);
    }
    .person:hover {
      background: var(--_hover);
    }
    .person span[dir] {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .person input,
    .encrypt input {
      inline-size: 18px;
      block-size: 18px;
      flex: none;
      margin: 0;
      accent-color: var(--_accent-fill);
    }
    .encrypt {
      display: flex;
      align-items: center;
      gap: 12px;
      min-block-size: max(44px, var(--_target));
      cursor: pointer;
    }
    .encrypt small {
      display: block;
      color: var(--_muted);
      font-size: 0.84em;
    }
    .nobody {
      display: grid;
      place-items: center;
      block-size: 15rem;
      max-block-size: 45dvb;
      text-align: center;
      text-wrap: balance;
    }
    .problem {
      color: var(--_danger);
    }
    .problem:empty {
      display: none;
    }
  `,
];
