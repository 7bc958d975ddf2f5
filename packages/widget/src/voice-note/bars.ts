import { svg, html, type TemplateResult } from 'lit';

const step = 5;
const height = 32;

/** Draws a bar for each of `levels` (0 to 100); bars before `share` (0 to 1) are played. */
export const barsView = (levels: readonly number[], share = 1): TemplateResult =>
  html`<svg
    class="bars"
    viewBox="0 0 ${levels.length * step} ${height}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${levels.map((level, index) => {
      const tall = Math.max(3, (level / 100) * height);
      return svg`<rect class=${(index + 0.5) / levels.length <= share ? 'played' : ''} x=${index * step + 1} y=${(height - tall) / 2} width="3" height=${tall} rx="1.5" />`;
    })}
  </svg>`;
