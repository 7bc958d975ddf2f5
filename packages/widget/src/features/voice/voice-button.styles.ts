import { css } from 'lit';

/** Where there is little room, the microphone stands in for a send button that has nothing to send. */
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
