import { css } from 'lit';
import { avatarStyle } from '../../styles/avatar.ts';
import { clippedNameStyle } from '../../styles/clipped-name.ts';
import { panelStyle } from '../../styles/panel.ts';

/** The notice under the header. */
export const attendanceBarStyle = css`
  .attendance-bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    margin: 0;
    padding: 6px 16px;
    border-block-end: 1px solid var(--_line);
    background: var(--_sunken);
    color: var(--_muted);
    font-size: 0.84em;
  }
  .attendance-bar .icon {
    flex: none;
    inline-size: 17px;
    block-size: 17px;
  }
`;

/** The panel. */
export const attendanceStyle = [
  avatarStyle,
  clippedNameStyle,
  panelStyle,
  css`
    .load {
      margin-block: 12px 4px;
    }
    ul {
      margin: 0;
      padding: 8px 16px 16px;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: auto 1fr auto;
      align-items: center;
      gap: 2px 10px;
      padding-block: 8px;
      border-block-end: 1px solid var(--_line);
    }
    .times {
      grid-column: 2 / -1;
      color: var(--_muted);
      font-size: 0.84em;
      font-variant-numeric: tabular-nums;
    }
    .total {
      font-size: 0.9em;
      font-variant-numeric: tabular-nums;
    }
    .nothing {
      padding: 40px 24px;
      color: var(--_muted);
      text-align: center;
    }
  `,
];
