import { html, nothing } from 'lit';
import type { Feature } from '../../core/feature.ts';
import { icons } from '../../ui/all-icons.ts';
import { areCaptionsOn, chooseCaptions, hasCaptions, watchCaptions } from './captions-state.ts';
import './chat-captions.ts';
import { captionsTexts } from './texts.ts';

/** Captions above the composer or on the stage of a call, and the entry that turns them on and off. */
export const captions: Feature = {
  name: 'captions',
  watch: ({ room, host }, changed) => (host.localName === 'chat-room' ? [watchCaptions(room, changed)] : []),
  renderBeforeField: ({ room, host, language }) =>
    host.thread
      ? nothing
      : html`<chat-captions lang=${language.tag} .room=${room} .composer=${host}></chat-captions>`,
  renderInCall: ({ room, language }) =>
    hasCaptions(room)
      ? html`<chat-captions in-call lang=${language.tag} .room=${room}></chat-captions>`
      : nothing,
  tool: ({ room, language }) => {
    if (!hasCaptions(room)) return null;
    const texts = captionsTexts(language.tag);
    const isOn = areCaptionsOn(room);
    return {
      label: isOn ? texts.turnOff : texts.turnOn,
      icon: icons.captions,
      inMenu: true,
      run: () => chooseCaptions(room, isOn ? null : ''),
    };
  },
};
