import { css } from 'lit';

export const avatarStyle = css`
  .avatar {
    --_h: 268;
    --_size: 32px;
    position: relative;
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--_size);
    block-size: var(--_size);
    border-radius: 50%;
    background: light-dark(oklch(0.905 0.052 var(--_h)), oklch(0.4 0.075 var(--_h)));
    color: light-dark(oklch(0.4 0.115 var(--_h)), oklch(0.94 0.045 var(--_h)));
    font-size: calc(var(--_size) * 0.375);
    font-weight: 600;
    line-height: 1;
    user-select: none;
  }
  /* Some letters are wider than any circle. The status stands outside of it, so the circle itself does not clip. */
  .initials {
    max-inline-size: var(--_size);
    overflow: clip;
    line-height: 1.4;
  }
  .avatar img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
    object-fit: cover;
  }
  .hue-1 {
    --_h: 20;
  }
  .hue-2 {
    --_h: 48;
  }
  .hue-3 {
    --_h: 85;
  }
  .hue-4 {
    --_h: 125;
  }
  .hue-5 {
    --_h: 160;
  }
  .hue-6 {
    --_h: 195;
  }
  .hue-7 {
    --_h: 230;
  }
  .hue-8 {
    --_h: 305;
  }
  .hue-9 {
    --_h: 345;
  }
  .dot {
    display: block;
    inline-size: 8px;
    block-size: 8px;
    border-radius: 50%;
    background: var(--_muted);
  }
  .dot.online {
    background: var(--_positive);
  }
  .dot.offline {
    background: none;
    border: 2px solid var(--_muted);
  }
  @media (forced-colors: active) {
    .avatar {
      border: 1px solid CanvasText;
    }
    .dot {
      forced-color-adjust: none;
    }
  }
`;
