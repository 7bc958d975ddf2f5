/** Arrow keys among emoji that stand in rows: left and right in reading order, up and down to what stands there. From the search field down into them. */
export const moveInGrid = (event: KeyboardEvent, root: ParentNode): void => {
  const all = [...root.querySelectorAll<HTMLElement>('.emoji')];
  const target = event.target as HTMLElement;
  const at = all.indexOf(target);
  const next = at < 0 ? (event.key === 'ArrowDown' ? all[0] : undefined) : neighbour(all, at, event.key);
  const upToSearch = at >= 0 && event.key === 'ArrowUp' && !next;
  const to = upToSearch ? root.querySelector<HTMLElement>('input') : next;
  if (!to) return;
  event.preventDefault();
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: 'nearest' });
};

const neighbour = (all: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined => {
  const rtl = getComputedStyle(all[at] as HTMLElement).direction === 'rtl';
  if (key === (rtl ? 'ArrowLeft' : 'ArrowRight')) return all[at + 1];
  if (key === (rtl ? 'ArrowRight' : 'ArrowLeft')) return all[at - 1];
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step === undefined) return undefined;
  const here = (all[at] as HTMLElement).getBoundingClientRect();
  let best: HTMLElement | undefined;
  let top: number | undefined;
  for (let index = at + step; all[index]; index += step) {
    const box = (all[index] as HTMLElement).getBoundingClientRect();
    if (Math.abs(box.top - here.top) < 2) continue;
    top ??= box.top;
    if (Math.abs(box.top - top) > 2) break;
    const near = Math.abs(box.left - here.left);
    if (!best || near < Math.abs(best.getBoundingClientRect().left - here.left)) best = all[index];
  }
  return best;
};
