import type { RoomContext } from '../core/feature.ts';
import { openMenuAt } from '../ui/open-menu-at.ts';
import { nameOf, toolsOf, type Named } from './header-tools.ts';

/** Opens the menu of the header: all tools in a narrow room, else those that have no button. */
export const openToolsMenu = (opener: HTMLElement, context: RoomContext): void => {
  const buttons = opener.parentElement?.querySelector('.tools');
  const isFolded = !buttons || getComputedStyle(buttons).display === 'none';
  const shown = toolsOf(context).filter((tool): tool is Named => !!tool && (isFolded || !!tool.inMenu));
  openMenuAt(
    context.host,
    opener,
    shown.map((tool) => ({ ...tool, label: nameOf(tool) })),
  );
};
