/** Space between the tooltip and the reaction, px. */
const gapPx = 4;
const edgePx = 8;
/** The pointer may move from the reaction to the tooltip within this time, ms. */
const graceMs = 100;

/** Hides the tooltip that is shown. */
let hide = (): void => {};

const place = (tooltip: HTMLElement, chip: HTMLElement): void => {
  const at = chip.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tooltip;
  const { innerWidth } = chip.ownerDocument.defaultView ?? window;
  const left = at.left + (at.width - width) / 2;
  const above = at.top - height - gapPx;
  tooltip.style.left = `${Math.max(edgePx, Math.min(left, innerWidth - width - edgePx))}px`;
  tooltip.style.top = `${above >= edgePx ? above : at.bottom + gapPx}px`;
};

/** Shows who reacted, above a reaction and at once, until the pointer or the focus leaves. `data-who` has the text. */
export const showTooltip = (chip: HTMLElement): void => {
  hide();
  const root = chip.getRootNode();
  const { ownerDocument: page } = chip;
  if (!(root instanceof ShadowRoot) || !chip.isConnected) return;
  const tooltip = page.createElement('div');
  const stop = new AbortController();
  const { signal } = stop;
  let timer: ReturnType<typeof setTimeout> | undefined;

  hide = (): void => {
    hide = () => {};
    clearTimeout(timer);
    stop.abort();
    changes.disconnect();
    tooltip.remove();
  };
  const draw = (): void => {
    if (!chip.isConnected) return hide();
    tooltip.textContent = chip.dataset['who'] ?? '';
    place(tooltip, chip);
  };
  const leave = (): void => {
    timer = setTimeout(hide, graceMs);
  };
  const changes = new MutationObserver(draw);

  tooltip.className = 'reaction-tooltip';
  tooltip.popover = 'manual';
  // The name of the reaction says the same.
  tooltip.ariaHidden = 'true';
  root.append(tooltip);
  tooltip.showPopover?.();
  draw();
  changes.observe(chip.closest('.message') ?? chip, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-who'],
  });
  for (const element of [chip, tooltip]) {
    element.addEventListener('pointerleave', leave, { signal });
    element.addEventListener('pointerenter', () => clearTimeout(timer), { signal });
  }
  chip.addEventListener('blur', hide, { signal });
  root.addEventListener('scroll', hide, { signal, capture: true });
  page.addEventListener('keydown', ({ key }) => key === 'Escape' && hide(), { signal, capture: true });
};
