/** Custom properties that a page may set for its chats. */
const settings =
  'accent font font-size space measure radius bubble-radius surface surface-raised surface-sunken text text-muted on-accent danger positive line bubble bubble-text bubble-own bubble-own-text panel-size code-keyword code-string code-number code-name code-comment';

/** The settings that apply to a chat in its place in the page. */
export const settingsOf = (chat: HTMLElement): [name: string, value: string][] => {
  const style = getComputedStyle(chat);
  return settings
    .split(' ')
    .map((name): [string, string] => [`--chat-${name}`, style.getPropertyValue(`--chat-${name}`).trim()])
    .filter(([, value]) => value);
};

/** The page's rules for parts of a chat. Sheets of other origins cannot be read. */
const partRules = (): string[] =>
  [...document.styleSheets, ...document.adoptedStyleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules].map(({ cssText }) => cssText).filter((rule) => rule.includes('::part('));
    } catch {
      return [];
    }
  });

/**
 * Copies the look of the page at the chat's place to a new window. Sets no style attribute, because of strict
 * CSPs.
 */
export const dress = (page: Document, chat: HTMLElement): void => {
  const view = page.defaultView as Window & typeof globalThis;
  const style = getComputedStyle(chat);
  const variables = settingsOf(chat).map(([name, value]) => `${name}: ${value};`);
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(`
    :root { ${variables.join(' ')} color-scheme: ${style.colorScheme}; font: ${style.font}; }
    body { margin: 0; overflow: clip; }
    chat-room {
      --chat-height: 100%;
      --chat-border: 0;
      --chat-frame-radius: 0;
      position: fixed !important;
      inset: 0 !important;
      inline-size: auto !important;
      block-size: auto !important;
      min-block-size: 0 !important;
      max-block-size: none !important;
      margin: 0 !important;
    }
    ${partRules().join('\n')}
  `);
  page.adoptedStyleSheets = [sheet];
};
