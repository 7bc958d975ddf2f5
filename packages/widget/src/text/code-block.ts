const labels = new WeakMap<Element, string>();

let sizes: ResizeObserver | undefined;

const update = (block: HTMLElement): void => {
  const scrolls = block.scrollWidth > block.clientWidth || block.scrollHeight > block.clientHeight;
  if (scrolls) {
    block.tabIndex = 0;
    block.setAttribute('role', 'group');
    block.ariaLabel = labels.get(block) ?? null;
  } else for (const name of ['tabindex', 'role', 'aria-label']) block.removeAttribute(name);
};

/** Makes a code block a labelled tab stop while its content overflows. Call it again after a change. */
export const scrollsByKeyboard = (block: HTMLElement, label: string): void => {
  sizes ??= new ResizeObserver((entries) => {
    for (const { target } of entries) update(target as HTMLElement);
  });
  labels.set(block, label);
  // Observing it again reports its size once more, changed or not.
  sizes.unobserve(block);
  sizes.observe(block);
};
