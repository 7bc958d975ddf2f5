import { css } from 'lit';

/** In a narrow composer, the microphone replaces the send button while there is nothing to send. */
export const voiceButtonStyle = css`
  @container (max-width: 420px) {
    .mic {
      order: 1;
      margin-inline: 0 1px;
    }
    .mic ~ .send {
      order: 2;
    }
    .mic ~ textarea:placeholder-shown ~ .send:disabled,
    .mic:has(~ textarea:not(:placeholder-shown)) {
      display: none;
    }
  }
`;
