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
    :placeholder-shown + .tools > .mic ~ .send:disabled,
    :not(:placeholder-shown) + .tools > .mic {
      display: none;
    }
  }
`;
