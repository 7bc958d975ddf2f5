/**
 * Returns the lists, cards and panels whose text overflows, once the layout is stable. Runs in the page, so it
 * uses nothing outside itself.
 */
export const spillsIn = async (): Promise<string[]> => {
  const look = (): string[] => {
    const faults: string[] = [];
    const walk = (root: ParentNode): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) walk(element.shadowRoot);
        const box = element.getBoundingClientRect();
        if (box.width === 0) continue;
        const said = (): string => (element.textContent ?? '').trim().slice(0, 40);
        const holds =
          'dialog, .panel, .suggestions, .scroller, ul, ol, chat-rooms, chat-pin-bar, .private-chip, .slash';
        if (element.matches(holds) && element.scrollWidth > element.clientWidth + 8)
          faults.push(`${element.localName}.${element.className} is wider than it shows: ${said()}`);
        const rows =
          '.room, .invitation, .member, .hit, .pin, li, [role=option], [role=menuitem], dialog, .panel';
        if (element.matches(rows) && (box.left < -1 || box.right > innerWidth + 1))
          faults.push(`${element.localName}.${element.className} is ${box.left} to ${box.right}: ${said()}`);
        // A bar, a chip and a row have a few lines at most, with any name.
        const low = '.room, .invitation, .member, .hit, .pin, [role=option], chat-pin-bar, .private-chip';
        if (element.matches(low) && box.height > 220)
          faults.push(`${element.localName}.${element.className} is ${box.height} px high: ${said()}`);
      }
    };
    walk(document);
    return faults;
  };
  let faults = look();
  for (let frame = 0; faults.length > 0 && frame < 30; frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    faults = look();
  }
  return faults;
};
