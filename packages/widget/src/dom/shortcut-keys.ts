/** Apple's systems. Option types letters there, so Control takes the place of Alt. */
export const isApple = (): boolean => /Mac|iP/.test(navigator.platform);

/** Returns the letter or digit of a key in lower case, whatever the layout and Shift make of it; else its name. */
export const letterOf = ({ key, code }: KeyboardEvent): string => {
  if (/^[a-z0-9]$/i.test(key)) return key.toLowerCase();
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? key;
};

/** Whether the modifiers of a shortcut are pressed: Alt+Shift, on Apple's systems Control+Shift. */
export const hasShortcutModifiers = ({ altKey, ctrlKey, shiftKey, metaKey }: KeyboardEvent): boolean =>
  shiftKey && !metaKey && (isApple() ? ctrlKey && !altKey : altKey && !ctrlKey);

/** Whether a key opens the list of shortcuts: Ctrl+/, on Apple's systems ⌘/. */
export const asksForShortcuts = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key === '/' && !altKey && (isApple() ? metaKey : ctrlKey);

/** The text of a shortcut, as the system writes it. */
export const shortcutText = (letter: string): string =>
  isApple() ? `⌃⇧${letter.toUpperCase()}` : `Alt+Shift+${letter.toUpperCase()}`;

const appleKeys: Readonly<Record<string, string>> = { Delete: '⌫', Enter: '↩', 'Shift+F10': '⇧F10' };

/** The text of a key without the modifiers of a shortcut. */
export const keyText = (key: string): string => (isApple() && appleKeys[key]) || key;

/** Whether a key deletes. The delete key of Apple's keyboards is a backspace. */
export const isDeleteKey = ({ key }: KeyboardEvent): boolean =>
  key === 'Delete' || (isApple() && key === 'Backspace');

/** The text of the shortcut that opens the list. */
export const shortcutsText = (): string => (isApple() ? '⌘/' : 'Ctrl+/');
