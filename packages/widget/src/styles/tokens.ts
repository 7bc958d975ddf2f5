import { css } from 'lit';

/**
 * Two tiers. The page sets `--chat-*`; what it leaves out has a default. Elements use the private `--_*` only. Colours
 * that follow from the accent are derived from it, so that any brand colour stays readable, light and dark: in XYZ, `y` is
 * the luminance that WCAG's contrast is computed from, so a cap on it is a floor for the contrast, whatever the hue.
 */
export const tokens = css`
  :host {
    --_accent: var(--chat-accent, oklch(0.55 0.2 268));
    --_font-size: var(--chat-font-size, max(15px, 0.9375rem));
    --_radius: var(--chat-radius, 16px);
    --_round-large: min(16px, var(--_radius));
    --_round: min(12px, 0.75 * var(--_radius));
    --_round-small: min(10px, 0.625 * var(--_radius));
    --_bubble-radius: var(--chat-bubble-radius, min(18px, 1.125 * var(--_radius)));
    --_loose: var(--chat-density, 1);
    --_space: var(--chat-space, 16px);

    --_surface: var(--chat-surface, light-dark(#fff, oklch(0.195 0.008 268)));
    --_raised: var(--chat-surface-raised, light-dark(#fff, oklch(0.255 0.011 268)));
    --_sunken: var(--chat-surface-sunken, light-dark(oklch(0.967 0.004 268), oklch(0.245 0.01 268)));
    --_hover: color-mix(in oklab, var(--_text) 7%, transparent);
    --_text: var(--chat-text, light-dark(oklch(0.235 0.02 268), oklch(0.955 0.004 268)));
    --_muted: var(--chat-text-muted, light-dark(oklch(0.5 0.018 268), oklch(0.74 0.012 268)));
    --_line: var(--chat-line, light-dark(oklch(0.925 0.005 268), oklch(0.315 0.011 268)));
    --_line-strong: light-dark(oklch(0.84 0.008 268), oklch(0.42 0.013 268));

    --_accent-srgb: color(
      from light-dark(var(--_accent), oklch(from var(--_accent) max(l, 0.5) c h)) srgb-linear clamp(0, r, 1)
        clamp(0, g, 1) clamp(0, b, 1)
    );
    --_accent-fill: color(
      from var(--_accent-srgb) xyz-d65 calc(x * min(1, 0.175 / y)) min(y, 0.175) calc(z * min(1, 0.175 / y))
    );
    --_accent-text: light-dark(
      color(from var(--_accent-srgb) xyz-d65 calc(x * min(1, 0.1 / y)) min(y, 0.1) calc(z * min(1, 0.1 / y))),
      oklch(from var(--_accent) max(l, 0.84) min(c, 0.11) h)
    );
    --_on-accent: var(--chat-on-accent, #fff);
    --_bubble: var(--chat-bubble, light-dark(oklch(0.958 0.005 268), oklch(0.275 0.011 268)));
    --_bubble-text: var(--chat-bubble-text, var(--_text));
    --_bubble-own: var(
      --chat-bubble-own,
      light-dark(
        oklch(from var(--_accent) 0.925 min(c, 0.045) h),
        oklch(from var(--_accent) 0.385 min(c, 0.105) h)
      )
    );
    --_bubble-own-text: var(--chat-bubble-own-text, var(--_text));
    --_danger: var(--chat-danger, light-dark(oklch(0.52 0.19 27), oklch(0.76 0.13 25)));
    --_positive: var(--chat-positive, light-dark(oklch(0.64 0.17 152), oklch(0.75 0.17 152)));
    --_waiting: light-dark(oklch(0.75 0.15 75), oklch(0.8 0.14 80));
    --_shadow:
      0 0 0 1px light-dark(rgb(15 20 45 / 0.06), rgb(255 255 255 / 0.07)),
      0 2px 6px light-dark(rgb(15 20 45 / 0.06), rgb(0 0 0 / 0.3)),
      0 12px 28px -8px light-dark(rgb(15 20 45 / 0.18), rgb(0 0 0 / 0.55));
    --_target: 32px;
    --_quick: 140ms cubic-bezier(0.2, 0, 0, 1);
  }
  :host([density='compact']) {
    --chat-density: 0;
  }
  @media (pointer: coarse) {
    :host {
      --_target: 44px;
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --_muted: light-dark(oklch(0.36 0.02 268), oklch(0.9 0.01 268));
      --_line: light-dark(oklch(0.55 0.01 268), oklch(0.65 0.01 268));
      --_line-strong: light-dark(oklch(0.4 0.01 268), oklch(0.8 0.01 268));
      --_hover: color-mix(in oklab, var(--_text) 16%, transparent);
      --_shadow: 0 0 0 1px var(--_line-strong);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --_quick: 0s;
    }
  }
`;
