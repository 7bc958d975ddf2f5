/** Describes the faults of the page. Runs in the page, so it uses nothing outside itself. */
export const unsoundIn = async (): Promise<string[]> => {
  for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  const faults: string[] = [];
  const all: Element[] = [];
  const walk = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  for (const room of document.querySelectorAll('chat-room')) if (room.shadowRoot) walk(room.shadowRoot);
  const known = /^(https?:|mailto:|blob:)/;
  for (const element of all) {
    const { localName } = element;
    if (/^(script|iframe|object|embed|base|meta|link)$/.test(localName)) faults.push(`a ${localName}`);
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) faults.push(`${localName} ${name}`);
      if (/^(href|src|action)$/.test(name) && !known.test((element as HTMLAnchorElement).href || value))
        faults.push(`${localName} leads to ${value.slice(0, 60)}`);
    }
    if (localName === 'img' && new URL((element as HTMLImageElement).src).origin !== location.origin)
      faults.push(`a picture of ${(element as HTMLImageElement).src}`);
    if (localName === 'a' && element.getAttribute('rel') !== 'noopener noreferrer nofollow')
      faults.push('a link that tells where it was');
  }
  const wide = document.documentElement;
  if (wide.scrollWidth > innerWidth) faults.push(`the page is ${wide.scrollWidth} of ${innerWidth} px wide`);
  const within = (name: string, element: Element | undefined): void => {
    const box = element?.getBoundingClientRect();
    const fits =
      box &&
      box.width > 0 &&
      box.left >= -1 &&
      box.right <= innerWidth + 1 &&
      box.top >= -1 &&
      box.bottom <= innerHeight + 1;
    if (!fits) faults.push(`${name} is off the screen at ${innerWidth} px: ${JSON.stringify(box)}`);
  };
  within(
    'the field',
    all.find(({ localName }) => localName === 'textarea'),
  );
  within(
    'the header',
    all.find(({ localName }) => localName === 'header'),
  );
  const header = all.find(({ localName }) => localName === 'header')?.getBoundingClientRect();
  if ((header?.height ?? 0) > 110) faults.push(`the header is ${header?.height} px high`);
  for (const element of all)
    if (element.matches('.bubble') && element.scrollWidth > element.clientWidth + 8)
      faults.push(`words leave their bubble: ${(element.textContent ?? '').trim().slice(0, 40)}`);
  for (const element of all)
    if (element.matches('.bubble, .reaction, .member, .author')) {
      const box = element.getBoundingClientRect();
      if (box.width > 0 && (box.left < -1 || box.right > innerWidth + 1))
        faults.push(
          `${element.className} is ${box.left} to ${box.right}: ${(element.textContent ?? '').trim().slice(0, 40)}`,
        );
    }
  if (({} as { polluted?: number }).polluted !== undefined) faults.push('polluted');
  return faults;
};
