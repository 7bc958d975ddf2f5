// The pages of the gallery: the index, a state, and the frames in it.
import type { Stage } from './stage.ts';
import { groups } from './states.ts';
import type { State } from './state.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
const attributesOf = (all: Record<string, string>): string =>
  Object.entries(all)
    .map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join('');

const page = (title: string, body: string, scripts = ''): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
    <meta name="color-scheme" content="light dark" />
    <title>${escape(title)}</title>
    <link rel="stylesheet" href="gallery.css" />
    <link rel="stylesheet" href="themes.css" />${scripts}
  </head>
  ${body}
</html>
`;
const scripts = `
    <script src="/chat/widget.js" async></script>
    <script src="state.js" type="module"></script>`;

/** Attributes that an address may set: `/?state=search&theme=dark&lang=ar`. */
const looks = {
  theme: { Theme: '', Light: 'light', Dark: 'dark' },
  lang: {
    Language: '',
    العربية: 'ar',
    Deutsch: 'de',
    English: 'en',
    Español: 'es',
    Français: 'fr',
    Português: 'pt',
  },
  density: { Density: '', Compact: 'compact', Rows: 'rows' },
};
const widths = { Width: '', '390 px': '390', '320 px': '320' };

const chosenLooks = (url: URL): Record<string, string> =>
  Object.fromEntries(
    Object.keys(looks).flatMap((name) => {
      const value = url.searchParams.get(name);
      return value ? [[name, value]] : [];
    }),
  );

const select = (name: string, choices: Record<string, string>, url: URL): string =>
  `<select name="${name}" aria-label="${escape(Object.keys(choices)[0] ?? '')}">${Object.entries(choices)
    .map(
      ([label, value]) =>
        `<option value="${value}"${(url.searchParams.get(name) ?? '') === value ? ' selected' : ''}>${label}</option>`,
    )
    .join('')}</select>`;

const head = (name: string, { title, about = '' }: State, url: URL): string => `<header>
      <p><a href="/">Gallery</a></p>
      <h1>${escape(title)}</h1>
      <form>
        <input type="hidden" name="state" value="${name}" />
        ${Object.entries(looks)
          .map(([look, choices]) => select(look, choices, url))
          .join('\n        ')}
        ${select('width', widths, url)}
        <button>Show</button>
      </form>
      ${about ? `<p class="about">${escape(about)}</p>` : ''}
    </header>`;

/** The element, and what the script of the page does with it. */
const elementOf = (
  state: State,
  stage: Stage,
  { steps = state.steps, ...attributes }: { steps?: State['steps'] } & Record<string, unknown>,
  isBare: boolean,
): string => {
  const heading = isBare ? `<h1 class="hidden">${escape(state.title)}</h1>` : '';
  const { tag = 'chat-room' } = state;
  const all = { ...(stage.src ? { src: stage.src } : {}), ...attributes } as Record<string, string>;
  const data = attributesOf({ 'data-stage': stage.id, 'data-steps': JSON.stringify(steps ?? []) });
  const inner = tag === 'chat-rooms' ? '<chat-room></chat-room>' : '';
  const before = tag === 'chat-replay' ? '<video id="film" controls aria-label="Recording"></video>' : '';
  return `<main class="${state.class ?? ''}"${data}>${heading}${before}<${tag}${attributesOf(all)}>${inner}</${tag}></main>`;
};

interface Visit {
  stage: Stage;
  attributes: Record<string, string>;
  url: URL;
}

export const render = {
  index: (): string => {
    const link = (name: string, { title, width }: State): string => {
      const to = (more: string, label: string): string =>
        `<a href="/?state=${name}${more}" aria-label="${escape(title)}: ${label}">${label}</a>`;
      return `<li><a href="/?state=${name}${width ? `&amp;width=${width}` : ''}">${escape(title)}</a> <small>${to('&amp;theme=dark', 'dark')} ${to('&amp;lang=ar', 'right to left')} ${to('&amp;width=320', '320 px')}</small></li>`;
    };
    const sections = Object.entries(groups).map(
      ([title, states]) => `<section>
        <h2>${title}</h2>
        <ul>
          ${Object.entries(states)
            .map(([name, state]) => link(name, state))
            .join('\n          ')}
        </ul>
      </section>`,
    );
    return page(
      'Gallery',
      `<body>
    <header>
      <h1>Gallery</h1>
      <p class="about">The widget in every state, each under its own address, on a real server. <a href="/shapes">All shapes on one page</a></p>
    </header>
    <main class="index">
      ${sections.join('\n      ')}
    </main>
  </body>`,
    );
  },

  state: (name: string, state: State, { stage, attributes, url }: Visit): string => {
    const isBare = url.searchParams.has('bare');
    const element = elementOf(
      state,
      stage,
      {
        room: stage.roomId,
        token: stage.token('ana'),
        ...state.attributes,
        ...chosenLooks(url),
        ...attributes,
      },
      isBare,
    );
    const peer = new URLSearchParams({
      state: name,
      stage: stage.id,
      room: attributes['room'] ?? stage.roomId,
    });
    const frame =
      state.peer && !isBare
        ? `<aside><h2>The other side</h2><iframe title="The other side" src="/?${escape(peer.toString())}" allow="camera; microphone"></iframe></aside>`
        : '';
    const hidden =
      state.peer && isBare
        ? `<iframe class="peer" title="The other side" src="/?${escape(peer.toString())}" allow="camera; microphone"></iframe>`
        : '';
    const body = isBare
      ? `<body class="bare">${element}${hidden}</body>`
      : `<body>${head(name, state, url)}<div class="sides">${element}${frame}</div></body>`;
    return page(`${state.title} · Gallery`, body, scripts);
  },

  /** A state in a frame as wide as a phone. */
  narrow: (name: string, state: State, url: URL): string => {
    const inner = new URLSearchParams(url.searchParams);
    inner.set('bare', '');
    const width = Number(url.searchParams.get('width')) === 320 ? 320 : 390;
    return page(
      `${state.title} · Gallery`,
      `<body>${head(name, state, url)}<main><iframe class="phone w${width}" title="${escape(state.title)}" src="/?${escape(inner.toString())}" allow="camera; microphone"></iframe></main></body>`,
    );
  },

  /** The other one of a call. */
  peer: (state: State, stage: Stage, url: URL): string => {
    const { as = 'luis', steps = [] } = state.peer ?? {};
    const room = url.searchParams.get('room') ?? stage.roomId;
    const element = elementOf(state, stage, { room, token: stage.token(as), steps }, true);
    return page(`${state.title} · Gallery`, `<body class="bare">${element}</body>`, scripts);
  },
};
