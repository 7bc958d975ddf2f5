import type { CallMedia, MediaState, Shows } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { CallTexts } from './texts.ts';
import { icons } from '../ui/all-icons.ts';
import type { SmallWindow } from './picture-in-picture.ts';

interface ControlsContext {
  texts: CallTexts;
  media: (Shows & Partial<Pick<MediaState, 'peer'>>) | null;
  call: Pick<CallMedia, 'setMicrophone' | 'setCamera' | 'setScreen'> | null;
  records: boolean;
  recording: boolean;
  run(task: Promise<unknown> | undefined): void;
  record(): Promise<unknown>;
  /** Null: the browser has no picture-in-picture. */
  float: Pick<SmallWindow, 'open' | 'toggle'> | null;
  /** The device list is open. */
  choosing: boolean;
  choose(): void;
  hangup(): Promise<unknown>;
}

interface Switch {
  label: string;
  icon: TemplateResult;
  on: boolean;
  name: string;
  disabled?: boolean;
  press(): Promise<unknown> | undefined;
}

/** The buttons of a running call. Pressed means on. */
export const callControls = (context: ControlsContext): TemplateResult => {
  const { texts, media, call, run, float } = context;
  const button = ({ label, icon, on, name, press, disabled = false }: Switch): TemplateResult =>
    html`<button
      type="button"
      class="round ${name}"
      title=${label}
      aria-label=${label}
      aria-pressed=${on ? 'true' : 'false'}
      ?disabled=${!call || disabled}
      @click=${() => run(press())}
    >
      ${icon}
    </button>`;
  const { microphone = false, camera = false, screen = false } = media ?? {};
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
            icon: icons.popOut,
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
      ${icons.sliders}
    </button>
    <button
      type="button"
      class="round hangup"
      title=${texts.hangup}
      aria-label=${texts.hangup}
      @click=${() => run(context.hangup())}
    >
      ${icons.hangup}
    </button>
  </div>`;
};
