import { css } from 'lit';
import { fieldStyle } from '../../styles/field.ts';

export const linksStyle = [
  fieldStyle,
  css`
    .limits {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
      gap: 12px;
    }
    .limits label {
      display: grid;
      align-content: end;
      gap: 4px;
      font-size: 0.9em;
    }
    .new {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 8px;
    }
    .new .icon,
    .link .icon {
      inline-size: 20px;
      block-size: 20px;
    }
    .new button {
      display: flex;
      align-items: center;
      gap: 8px;
      min-block-size: 44px;
      padding-inline: 16px;
      border-radius: var(--_round);
      font-weight: 600;
    }
    .new p {
      grid-column: 1 / -1;
    }
    h3 {
      margin: 0;
      font-size: 0.9em;
      font-weight: 650;
    }
    .links {
      display: grid;
      gap: 4px;
      overflow-y: auto;
      max-block-size: 30dvb;
      padding: 0;
      margin: 0;
      list-style: none;
    }
    .link {
      display: flex;
      align-items: center;
      gap: 8px;
      min-block-size: 44px;
    }
    .link > span {
      flex: 1;
      min-inline-size: 0;
      line-height: 1.35;
      overflow-wrap: anywhere;
    }
    .link small {
      display: block;
      color: var(--_muted);
      font-size: 0.84em;
    }
    .link button {
      color: var(--_danger);
    }
    @media (forced-colors: active) {
      .new button {
        border: 1px solid ButtonText;
      }
    }
  `,
];
