import { emit } from '../../core/emit.ts';
import { icons } from '../../ui/icons.ts';
import type { Feature } from '../../core/feature.ts';

/** Opens the chat in its own window, and returns it. Not on phones, and not inside a list of rooms. */
export const popOut: Feature = {
  name: 'popout',
  tool: (context) => {
    const { host, language } = context;
    const isOut = host.ownerDocument !== document;
    if (!isOut && (!matchMedia('(hover: hover)').matches || host.closest('chat-rooms'))) return null;
    return {
      label: language.text(isOut ? 'popIn' : 'popOut'),
      icon: icons.popOut,
      run: (opener) =>
        void import('./pop-out.ts').then(
          ({ togglePopOut }) => togglePopOut(context, opener),
          () => emit(host, 'chat-error', { error: { code: 'disconnected' } }),
        ),
    };
  },
};
