// The custom properties of `<chat-room>`, as the theme builder edits them. `test/docs-site.test.ts` compares
// them with the element.

export interface ThemeProperty {
  name: string;
  label: string;
  kind: 'colour' | 'length' | 'number' | 'choice';
  /** A value of the element that shows the default of a colour. */
  shown?: string;
  /** Of lengths and numbers. */
  range?: { from: number; to: number; step: number; unit: string; initial: number };
  choices?: Record<string, string>;
}

const colour = (name: string, label: string, shown: string): ThemeProperty => ({
  name: `--chat-${name}`,
  label,
  kind: 'colour',
  shown,
});
const length = (
  name: string,
  label: string,
  from: number,
  to: number,
  initial: number,
  unit = 'px',
): ThemeProperty => ({
  name: `--chat-${name}`,
  label,
  kind: 'length',
  range: { from, to, step: unit === 'px' ? 1 : 0.5, unit, initial },
});
const mixed = (lightness: string): string => `color-mix(in oklab, var(--_text) 66%, oklch(${lightness}))`;

export const themeGroups: Record<string, ThemeProperty[]> = {
  Main: [
    colour('accent', 'Accent', 'var(--_accent)'),
    {
      name: '--chat-font',
      label: 'Font',
      kind: 'choice',
      choices: {
        'Of the page': '',
        'Of the system': 'system-ui, sans-serif',
        Serif: "Georgia, 'Times New Roman', serif",
        Rounded: "ui-rounded, 'Hiragino Maru Gothic ProN', Quicksand, sans-serif",
        Monospace: 'ui-monospace, Consolas, monospace',
      },
    },
    length('font-size', 'Font size', 13, 20, 15),
    length('radius', 'Corners', 0, 32, 16),
    length('bubble-radius', 'Corners of bubbles', 0, 28, 18),
    length('frame-radius', 'Corners of the frame', 0, 32, 16),
    {
      name: '--chat-density',
      label: 'Density',
      kind: 'number',
      range: { from: 0, to: 1, step: 0.1, unit: '', initial: 1 },
    },
  ],
  Surfaces: [
    colour('surface', 'Background', 'var(--_surface)'),
    colour('surface-raised', 'Menus and dialogs', 'var(--_raised)'),
    colour('surface-sunken', 'Fields', 'var(--_sunken)'),
    colour('line', 'Hairlines', 'var(--_line)'),
    {
      name: '--chat-border',
      label: 'Border of the frame',
      kind: 'choice',
      choices: { 'A hairline': '', None: '0', Strong: '2px solid currentColor' },
    },
  ],
  Text: [
    colour('text', 'Text', 'var(--_text)'),
    colour('text-muted', 'Muted text', 'var(--_muted)'),
    colour('on-accent', 'On the accent', 'var(--_on-accent)'),
    colour('danger', 'Errors and deletion', 'var(--_danger)'),
    colour('positive', 'Online', 'var(--_positive)'),
  ],
  Bubbles: [
    colour('bubble', 'Of others', 'var(--_bubble)'),
    colour('bubble-text', 'Text of others', 'var(--_bubble-text)'),
    colour('bubble-own', 'Your own', 'var(--_bubble-own)'),
    colour('bubble-own-text', 'Your own text', 'var(--_bubble-own-text)'),
    length('group-gap', 'Gap between authors', 0, 32, 14),
  ],
  Sizes: [
    length('height', 'Height', 300, 900, 576),
    length('width', 'Width of a launcher or panel', 300, 600, 400),
    length('measure', 'Widest column of messages', 30, 90, 60, 'rem'),
    length('space', 'Padding at the sides', 4, 40, 16),
    length('panel-size', 'Width of the side panel', 12, 30, 20, 'rem'),
    {
      name: '--chat-layer',
      label: 'z-index of a floating chat',
      kind: 'number',
      range: { from: 0, to: 2000, step: 100, unit: '', initial: 1000 },
    },
  ],
  Code: [
    colour('code-keyword', 'Keywords', mixed('0.68 0.25 305')),
    colour('code-string', 'Strings', mixed('0.68 0.2 150')),
    colour('code-number', 'Numbers', mixed('0.68 0.2 55')),
    colour('code-name', 'Names', mixed('0.68 0.2 255')),
    colour('code-comment', 'Comments', 'color-mix(in oklab, var(--_text) 80%, transparent)'),
  ],
};

export type Scheme = 'light' | 'dark';
/** What the reader has chosen, by property; colours by scheme. */
export type Theme = Record<string, string | Partial<Record<Scheme, string>>>;

/** A colour of one scheme alone needs the default of the other. */
const valueOf = (value: Theme[string], shownIn: (scheme: Scheme) => string): string => {
  if (typeof value === 'string') return value;
  const light = value.light ?? shownIn('light');
  const dark = value.dark ?? shownIn('dark');
  return light === dark ? light : `light-dark(${light}, ${dark})`;
};

/** The declarations of a theme, in the order of the groups. `defaultOf`: the element's own colour. */
export const declarationsOf = (
  theme: Theme,
  defaultOf: (property: ThemeProperty, scheme: Scheme) => string,
): [name: string, value: string][] =>
  Object.values(themeGroups)
    .flat()
    .flatMap((property) => {
      const value = theme[property.name];
      if (value === undefined || value === '') return [];
      return [[property.name, valueOf(value, (scheme) => defaultOf(property, scheme))]];
    });

export const cssOf = (declarations: readonly [string, string][]): string =>
  declarations.length === 0
    ? '/* The default theme. Change something. */'
    : `chat-room {\n${declarations.map(([name, value]) => `  ${name}: ${value};`).join('\n')}\n}\n`;
