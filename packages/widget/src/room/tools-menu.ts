import type { RoomContext } from '../core/feature.ts';
import { openMenuAt } from '../ui/open-menu-at.ts';
import { nameOf, toolsOf, type Named } from './header-tools.ts';

/** Opens the menu of the header: the tools that have no button, which depends on the width of the room. */
export const openToolsMenu = (opener: HTMLElement, context: RoomContext): void => {
  const hasButton = ({ name }: Named): boolean =>
    opener.parentElement?.querySelector(`.tools .${name}`)?.checkVisibility() === true;
  const shown = toolsOf(context).filter((tool): tool is Named => !!tool && !hasButton(tool));
  openMenuAt(
    context.host,
    opener,
    shown.map((tool) => ({ ...tool, label: nameOf(tool) })),
  );
};
