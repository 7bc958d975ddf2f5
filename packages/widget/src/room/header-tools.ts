import { html, nothing, type TemplateResult } from 'lit';
import { emit } from '../core/emit.ts';
import { features } from '../core/feature-registry.ts';
import { icons } from '../ui/icons.ts';
import { openPanel } from '../core/open-panel.ts';
import type { HeaderTool, MessageAction, PanelState, SlotContent, RoomContext } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

export type Named = HeaderTool & Pick<MessageAction, 'name' | 'run'> & { opens: boolean };

/** The tools, each at its feature's index, so that a button keeps its element while others load. */
export const toolsOf = (context: RoomContext): (Named | null)[] =>
  features.map(({ name, tool }) => {
    const found = tool && shows(context.features, name) && tool(context);
    return found
      ? { run: (opener: HTMLElement) => void openPanel(opener, name), ...found, name, opens: !found.run }
      : null;
  });

export const nameOf = ({ label, waiting }: HeaderTool): string =>
  waiting ? `${label}, ${waiting.text}` : label;

const badge = ({ waiting }: HeaderTool): SlotContent =>
  waiting ? html`<span class="badge-count" aria-hidden="true">${waiting.count}</span>` : nothing;

/** Opens the menu once its code is here, unless the user has gone on meanwhile: the focus is elsewhere. */
const openMenu = async (opener: HTMLElement, context: RoomContext): Promise<void> => {
  const root = opener.getRootNode() as ShadowRoot;
  const focused = root.activeElement;
  try {
    const { openToolsMenu } = await import('./tools-menu.ts');
    if (root.activeElement === focused) openToolsMenu(opener, context);
  } catch {
    emit(context.host, 'chat-error', { error: { code: 'disconnected' } });
  }
};

const button = (tool: Named, open: boolean, spare: boolean): TemplateResult =>
  html`<button
    type="button"
    class=${`icon-button ${tool.name}${spare ? ' spare' : ''}`}
    aria-label=${nameOf(tool)}
    title=${tool.unavailable ?? tool.label}
    aria-disabled=${tool.unavailable ? 'true' : nothing}
    aria-expanded=${tool.opens ? String(open) : nothing}
    @click=${(event: Event) => tool.unavailable ?? tool.run(event.currentTarget as HTMLElement)}
  >
    ${tool.icon}${badge(tool)}
  </button>`;

/** The buttons that a room with a narrow header keeps. */
const mostInNarrow = 3;

/** The buttons of the header; a narrow room shows one button for several of them. */
export const headerTools = (context: RoomContext, panel: PanelState | null): TemplateResult => {
  const tools = toolsOf(context);
  const count = tools.filter(Boolean).length;
  const buttons = tools.filter((tool) => tool && !tool.inMenu);
  const isMany = buttons.length > mostInNarrow + 1;
  const hasMenu = tools.some((tool) => tool?.inMenu);
  const waiting =
    tools.find((tool) => tool?.waiting && tool.inMenu) ?? tools.find((tool) => tool?.waiting) ?? null;
  const more = context.language.text('moreTools');
  return html`<div class=${count > 1 ? 'tools fold' : 'tools'}>
      ${tools.map((tool) => (tool && !tool.inMenu ? button(tool, tool.name === panel?.name, isMany && !tool.waiting && buttons.indexOf(tool) >= mostInNarrow) : nothing))}
    </div>
    ${
      count > 1 || hasMenu
        ? html`<button
            type="button"
            class="icon-button more-tools ${hasMenu ? 'menu' : isMany ? 'many' : ''}"
            aria-haspopup="menu"
            title=${more}
            @click=${(event: Event) => openMenu(event.currentTarget as HTMLElement, context)}
          >
            ${icons.more}<span class="visually-hidden">${more}</span>${
              waiting?.waiting
                ? // A tool with a button of its own has its number there, unless the room is narrow.
                  html`<span class=${waiting.inMenu ? 'waits' : 'waits folded'}
                    ><span class="visually-hidden">, ${waiting.waiting.text}</span>${badge(waiting)}</span
                  >`
                : nothing
            }
          </button>`
        : nothing
    }`;
};
