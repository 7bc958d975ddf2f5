import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { emit } from './emit.ts';
import { features } from './features/index.ts';
import { icons } from './icons.ts';
import { openPanel } from './panel-state.ts';
import type { HeaderTool, MessageAction, PanelState, Piece, RoomPlace } from './places.ts';
import { shows } from './shows.ts';

type Named = HeaderTool & Pick<MessageAction, 'name' | 'run'>;

const toolsOf = (place: RoomPlace): Named[] =>
  features.flatMap(({ name, tool }) => {
    const found = tool && shows(place.features, name) && tool(place);
    return found ? { run: (opener: HTMLElement) => void openPanel(opener, name), ...found, name } : [];
  });

const nameOf = ({ label, waiting }: HeaderTool): string => (waiting ? `${label}, ${waiting.text}` : label);

const badge = ({ waiting }: HeaderTool): Piece =>
  waiting ? html`<span class="badge-count">${waiting.count}</span>` : nothing;

const openMenu = async (opener: HTMLElement, place: RoomPlace): Promise<void> => {
  try {
    const { openBeside } = await import('./open-beside.ts');
    openBeside(
      place.host,
      opener,
      toolsOf(place).map((tool) => ({ ...tool, label: nameOf(tool) })),
    );
  } catch {
    emit(place.host, 'chat-error', { error: { code: 'disconnected' } });
  }
};

const button = (tool: Named, open: boolean): TemplateResult =>
  html`<button
    type="button"
    class=${`icon-button ${tool.name}`}
    aria-label=${nameOf(tool)}
    title=${tool.label}
    aria-expanded=${features.find(({ name }) => name === tool.name)?.panel ? String(open) : nothing}
    @click=${(event: Event) => tool.run(event.currentTarget as HTMLElement)}
  >
    ${tool.icon}${badge(tool)}
  </button>`;

/** The buttons of the header; a narrow room has one button for all of them, where there are several. */
export const headerTools = (place: RoomPlace, panel: PanelState | null): TemplateResult => {
  const tools = toolsOf(place);
  const waiting = tools.find((tool) => tool.waiting)?.waiting;
  const all = { label: place.language.text('moreTools'), icon: icons.more, ...(waiting ? { waiting } : {}) };
  return html`<div class=${tools.length > 1 ? 'tools fold' : 'tools'}>
      ${repeat(
        tools,
        ({ name }) => name,
        (tool) => button(tool, tool.name === panel?.name),
      )}
    </div>
    ${
      tools.length > 1
        ? html`<button
            type="button"
            class="icon-button more-tools"
            aria-haspopup="menu"
            aria-label=${nameOf(all)}
            title=${all.label}
            @click=${(event: Event) => openMenu(event.currentTarget as HTMLElement, place)}
          >
            ${all.icon}${badge(all)}
          </button>`
        : nothing
    }`;
};
