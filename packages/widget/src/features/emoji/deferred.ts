import type { Feature } from '../../core/feature.ts';

/** Draws the picker while the pointer or the focus is on its button. */
const prepare = ({ target }: Event): void => {
  const button = (target as Element).closest<HTMLElement>('.pick-emoji');
  if (button)
    import('../../emoji/pick-emoji.ts').then(({ preparePicker }) => preparePicker(button)).catch(() => {});
};

export const emojiDeferred = {
  watch: ({ host }) => {
    const root = host.localName === 'chat-composer' ? host.shadowRoot : null;
    const events = ['pointerover', 'focusin'];
    for (const type of events) root?.addEventListener(type, prepare);
    return [() => events.forEach((type) => root?.removeEventListener(type, prepare))];
  },
} satisfies Partial<Feature>;
