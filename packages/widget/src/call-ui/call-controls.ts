import type { CallMedia, MediaState, Shows } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { CallTexts } from './texts.ts';
import type { StageTexts } from './stage-texts.ts';
import { icons } from '../ui/all-icons.ts';
import type { SmallWindow } from './picture-in-picture.ts';

interface ControlsContext {
  texts: CallTexts;
  stage: StageTexts;
  media: (Shows & Pick<MediaState, 'blur'> & Partial<Pick<MediaState, 'peer'>>) | null;
  call: Pick<CallMedia, 'setMicrophone' | 'setCamera' | 'setScreen' | 'setBlur'> | null;
  /** The call rings: only microphone, camera and the end. */
  rings?: boolean;
  records: boolean;
  recording: boolean;
  run(task: Promise<unknown> | undefined): void;
  record(): Promise<unknown>;
  /** The user's raised hand, in group calls. */
  hand?: Toggle & { label: string };
  /** Null: there are no captions. */
  captions: Toggle | null;
  /** Null: the browser has no picture-in-picture. */
  float: Pick<SmallWindow, 'open' | 'toggle'> | null;
  /** The device list is open. */
  choosing: boolean;
  choose(): void;
  /** The controls that do not fit into a narrow bar are shown. */
  more: boolean;
  showMore(): void;
  /** Leaves the full screen; null if the call is not in it. */
  toChat: (() => void) | null;
  hangup(): Promise<unknown>;
}

interface Toggle {
  on: boolean;
  toggle(): Promise<unknown>;
}

interface Switch {
  label: string;
  icon: TemplateResult;
  on: boolean;
  name: string;
  disabled?: boolean;
  press(): Promise<unknown> | undefined;
}

type Button = (each: Switch) => TemplateResult;

/** Renders the buttons that switch something. */
const buttonOf =
  ({ call, run }: ControlsContext): Button =>
  ({ label, icon, on, name, press, disabled = false }) =>
    html`<button
      type="button"
      class="round ${name}"
      title=${label}
      aria-label=${label}
      aria-pressed=${on ? 'true' : 'false'}
      ?disabled=${!call || disabled}
      @click=${() => run(press())}
    >
      ${icon}<span class="label" aria-hidden="true">${label}</span>
    </button>`;

/** The controls behind "More" in a narrow bar. */
const extraControls = (context: ControlsContext, button: Button): TemplateResult => {
  const { texts, stage, media, call, float } = context;
  const screen = media?.screen === true;
  const { hand, captions } = context;
  return html`<div class=${context.more ? 'extras open' : 'extras'} id="extras">
    ${hand ? button({ name: 'raise-hand', icon: icons.hand, press: hand.toggle, ...hand }) : nothing}
    ${
      captions
        ? button({
            name: 'captions-switch',
            label: stage.captions,
            icon: icons.captions,
            on: captions.on,
            press: captions.toggle,
          })
        : nothing
    }
    ${
      'getDisplayMedia' in navigator.mediaDevices
        ? button({
            name: 'screen',
            label: texts.screen,
            icon: icons.screen,
            on: screen,
            press: () => call?.setScreen(!screen),
          })
        : nothing
    }
    ${
      typeof media?.blur === 'boolean'
        ? button({
            name: 'blur',
            label: stage.blur,
            icon: icons.blur,
            on: media.blur,
            press: () => call?.setBlur(media.blur !== true),
          })
        : nothing
    }
    ${
      context.records
        ? button({
            name: 'record',
            label: texts.record,
            icon: icons.record,
            on: context.recording,
            press: context.record,
          })
        : nothing
    }
    ${
      float
        ? button({
            name: 'window',
            label: texts.window,
            icon: icons.pictureInPicture,
            on: float.open,
            disabled: !float.open && !media?.peer?.camera && !media?.peer?.screen,
            press: () => float.toggle(),
          })
        : nothing
    }
    <button
      type="button"
      class="round devices"
      title=${texts.devices}
      aria-label=${texts.devices}
      aria-expanded=${context.choosing ? 'true' : 'false'}
      aria-controls="devices"
      ?disabled=${!call}
      @click=${context.choose}
    >
      ${icons.sliders}<span class="label" aria-hidden="true">${texts.devices}</span>
    </button>
  </div>`;
};

/**
 * The buttons of a call. Pressed means on. A narrow bar has at most five in its row; the others are behind
 * "More".
 */
export const callControls = (context: ControlsContext): TemplateResult => {
  const { texts, stage, media, call, run } = context;
  const button = buttonOf(context);
  const { microphone = false, camera = false } = media ?? {};
  const end = context.rings ? texts.cancel : texts.hangup;
  return html`<div class="controls" part="controls" role="group">
    ${button({
      name: 'microphone',
      label: texts.microphone,
      icon: microphone ? icons.mic : icons.micOff,
      on: microphone,
      press: () => call?.setMicrophone(!microphone),
    })}
    ${button({
      name: 'camera',
      label: texts.camera,
      icon: camera ? icons.camera : icons.cameraOff,
      on: camera,
      press: () => call?.setCamera(!camera),
    })}
    ${
      context.toChat
        ? html`<button
            type="button"
            class="round chat"
            title=${stage.toChat}
            aria-label=${stage.toChat}
            @click=${context.toChat}
          >
            ${icons.bubble}
          </button>`
        : nothing
    }
    ${
      context.rings
        ? nothing
        : html`<button
              type="button"
              class="round more"
              title=${stage.more}
              aria-label=${stage.more}
              aria-expanded=${context.more ? 'true' : 'false'}
              aria-controls="extras"
              @click=${context.showMore}
            >
              ${icons.more}
            </button>
            ${extraControls(context, button)}`
    }
    <button
      type="button"
      class="round hangup"
      title=${end}
      aria-label=${end}
      @click=${() => run(context.hangup())}
    >
      ${icons.hangup}
    </button>
  </div>`;
};
