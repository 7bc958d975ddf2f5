// The same conversation in the shapes and colours that a page can give it.
import { messages } from './states-messages.ts';
import { greet, shown, type State, type States } from './state.ts';

const { before } = messages['conversation'] as State;
const looks = (title: string, attributes: Record<string, string>, more: Partial<State> = {}): State => ({
  title,
  attributes,
  ...(before ? { before } : {}),
  steps: [shown],
  ...more,
});

export const shapes: States = {
  dark: looks('Dark', { theme: 'dark' }),
  compact: looks('Compact', { density: 'compact' }),
  rows: looks('Rows without bubbles', { density: 'rows' }),
  brand: looks('The page’s colour', {}, { class: 'brand' }),
  square: looks('Square', {}, { class: 'square' }),
  round: looks('Round', {}, { class: 'round' }),
  'right-to-left': looks(
    'Right to left',
    { lang: 'ar' },
    {
      before: async (stage) => {
        const [, second] = await greet(stage);
        await stage.say('marta', 8, { text: 'نعم، النسخة تكفي. شكرًا لكم!', replyTo: second });
        await stage.say('ana', 6, 'حسنًا، سأحضر البطاقة **والإيصال**.');
      },
    },
  ),
  formal: looks('Formal register', { lang: 'es', register: 'formal' }),
  'forced-colors': looks(
    'Forced colours',
    {},
    {
      about:
        'As the system asks for: turn on a contrast theme of Windows, or “forced-colors: active” in the rendering panel of the browser’s developer tools.',
    },
  ),
  narrow: looks('320 px', {}, { width: 320 }),
  launcher: looks('Launcher', { layout: 'launcher', open: '' }),
  panel: looks('Panel', { layout: 'panel', open: '' }),
  full: looks('Full window', { layout: 'full', open: '' }),
};
