import { css } from 'lit';
import { fieldStyle } from '../../styles/field.ts';
import { panelStyle } from '../../styles/panel.ts';

export const notificationsStyle = [
  panelStyle,
  fieldStyle,
  css`
    :host {
      padding: 12px 16px 24px;
    }
    form {
      display: grid;
      gap: 20px;
    }
    fieldset {
      display: grid;
      gap: 2px;
      min-inline-size: 0;
      margin: 0;
      padding: 0;
      border: 0;
    }
    fieldset:disabled {
      opacity: 0.55;
    }
    legend {
      padding: 0;
      margin-block-end: 4px;
      color: var(--_muted);
      font-size: 0.85em;
      font-weight: 600;
    }
    label {
      display: flex;
      align-items: center;
      gap: 10px;
      min-block-size: max(36px, var(--_target));
      cursor: pointer;
    }
    input[type='radio'],
    input[type='checkbox'] {
      flex: none;
      inline-size: 18px;
      block-size: 18px;
      margin: 0;
      accent-color: var(--_accent-fill);
    }
    .times {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(128px, 1fr));
      gap: 10px;
    }
    .times label {
      display: grid;
      gap: 4px;
      color: var(--_muted);
      font-size: 0.84em;
    }
    .times input {
      color: var(--_text);
    }
    .hint {
      color: var(--_muted);
      font-size: 0.87em;
    }
    :focus-visible {
      outline: 2px solid var(--_accent-text);
      outline-offset: 2px;
    }
  `,
];
