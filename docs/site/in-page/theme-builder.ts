// The theme builder: a form for the custom properties of `<chat-room>`, a room to see them in, and the CSS.
import '@chat/widget';
import { openChat, roomId } from './open-chat.ts';
import {
  cssOf,
  declarationsOf,
  themeGroups,
  type Scheme,
  type Theme,
  type ThemeProperty,
} from './theme-properties.ts';

const find = (selector: string): Element => {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
};

const presets: Record<string, Theme> = {
  default: {},
  square: { '--chat-radius': '0px', '--chat-bubble-radius': '2px', '--chat-density': '0.4' },
  forest: {
    '--chat-accent': { light: '#1f7a4d', dark: '#1f7a4d' },
    '--chat-surface': { light: '#fbfdf9', dark: '#101613' },
    '--chat-bubble': { light: '#eaf1e6', dark: '#1e2a24' },
    '--chat-radius': '10px',
  },
  sunset: {
    '--chat-accent': { light: '#c2410c', dark: '#fb8a5c' },
    '--chat-surface': { light: '#fffaf5', dark: '#1b1412' },
    '--chat-bubble': { light: '#fdeee2', dark: '#2d211c' },
    '--chat-bubble-own': { light: '#fbd9c3', dark: '#5a2c17' },
    '--chat-radius': '24px',
  },
};

const controls = find('.theme-builder .controls') as HTMLElement;
const stage = find('.theme-builder .stage') as HTMLElement;
const output = find('.theme-builder .css code');
const scheme = find('.theme-builder [name=scheme]') as HTMLSelectElement;
const preset = find('.theme-builder [name=preset]') as HTMLSelectElement;
const download = find('.theme-builder .download') as HTMLAnchorElement;

let theme: Theme = {};
let room: HTMLElement;
const editedScheme = (): Scheme => (scheme.value === 'dark' ? 'dark' : 'light');

const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
const pixel = canvas.getContext('2d', { willReadFrequently: true });
const isDark = (): boolean => {
  const { theme: chosen } = document.documentElement.dataset;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
};

/** Any CSS colour as `#rrggbb`. */
const toHex = (colour: string): string => {
  if (!pixel) return '#000000';
  pixel.fillStyle = '#000';
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pixel.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((each) => each.toString(16).padStart(2, '0')).join('')}`;
};

/** The element's colour without a theme, which follows from the chosen accent. */
const defaultOf = ({ shown = '' }: ThemeProperty, inScheme: Scheme): string => {
  const probe = document.createElement('span');
  probe.style.setProperty('color-scheme', inScheme);
  probe.style.setProperty('color', shown);
  room.shadowRoot?.append(probe);
  const colour = toHex(getComputedStyle(probe).color);
  probe.remove();
  return colour;
};

const inputOf = ({
  name,
  kind,
  range,
  choices = {},
}: ThemeProperty): HTMLInputElement | HTMLSelectElement => {
  if (kind === 'choice') {
    const select = document.createElement('select');
    for (const [label, value] of Object.entries(choices)) select.add(new Option(label, value));
    select.name = name;
    return select;
  }
  const input = document.createElement('input');
  input.name = name;
  input.type = kind === 'colour' ? 'color' : 'range';
  if (range) Object.assign(input, { min: range.from, max: range.to, step: range.step });
  return input;
};

const properties = Object.values(themeGroups).flat();

/** Shows the chosen values in the form, and the element's own where none is chosen. */
const showValues = (): void => {
  for (const property of properties) {
    const input = find(`.theme-builder [name="${property.name}"]`) as HTMLInputElement;
    const value = theme[property.name];
    const own = typeof value === 'object' ? value[editedScheme()] : value;
    input.value =
      property.kind === 'colour'
        ? (own ?? defaultOf(property, editedScheme()))
        : (own ?? String(property.range?.initial ?? '')).replace(property.range?.unit || /$^/, '');
    const row = input.closest('.row');
    row?.classList.toggle('is-set', value !== undefined && value !== '');
    const shown = row?.querySelector('output');
    if (shown)
      shown.textContent =
        property.kind === 'colour' ? input.value : input.value + (property.range?.unit ?? '');
  }
};

const apply = (): void => {
  for (const { name } of properties) room.style.removeProperty(name);
  for (const [name, value] of declarationsOf(theme, defaultOf)) room.style.setProperty(name, value);
  const css = cssOf(declarationsOf(theme, defaultOf));
  output.textContent = css;
  download.href = `data:text/css;charset=utf-8,${encodeURIComponent(css)}`;
  room.setAttribute('theme', scheme.value);
  showValues();
};

const set = ({ name, kind, range }: ThemeProperty, value: string): void => {
  const known = theme[name];
  if (kind === 'colour')
    theme[name] = { ...(typeof known === 'object' ? known : {}), [editedScheme()]: value };
  else theme[name] = kind === 'choice' ? value : value + (range?.unit ?? '');
  // An accent is for both schemes: the element derives its shades.
  if (name === '--chat-accent') theme[name] = { light: value, dark: value };
  preset.value = '';
  apply();
};

const rowOf = (property: ThemeProperty): HTMLElement => {
  const row = Object.assign(document.createElement('div'), { className: 'row' });
  const label = document.createElement('label');
  label.append(
    Object.assign(document.createElement('span'), { textContent: property.label }),
    inputOf(property),
  );
  const reset = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Reset' });
  reset.setAttribute('aria-label', `Reset ${property.label}`);
  reset.addEventListener('click', () => {
    delete theme[property.name];
    apply();
    label.querySelector<HTMLElement>('input, select')?.focus();
  });
  row.append(label, ...(property.kind === 'choice' ? [] : [document.createElement('output')]), reset);
  label.addEventListener('input', ({ target }) => set(property, (target as HTMLInputElement).value));
  return row;
};

const build = (): void => {
  const groups = Object.entries(themeGroups).map(([title, own], index) => {
    const group = document.createElement('details');
    group.open = index === 0;
    group.append(Object.assign(document.createElement('summary'), { textContent: title }), ...own.map(rowOf));
    return group;
  });
  controls.append(...groups);
};

const start = async (): Promise<void> => {
  const page = await openChat();
  room = document.createElement('chat-room');
  room.setAttribute('room', roomId);
  Object.assign(room, { client: page.clientOf('ana') });
  stage.replaceChildren(room);
  await customElements.whenDefined('chat-room');
  build();
  scheme.value = isDark() ? 'dark' : 'light';
  scheme.addEventListener('change', apply);
  preset.addEventListener('change', () => {
    theme = structuredClone(presets[preset.value] ?? {});
    apply();
  });
  apply();
};

await start();
