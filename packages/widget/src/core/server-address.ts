/** The script that loaded this code; it is known only while the script first runs. */
const script = typeof document === 'undefined' ? null : document.currentScript;

/** The chat's address: the folder of widget.js for a script tag, else this page's origin and `/chat`. */
export const defaultAddress = (): string => {
  const from =
    script instanceof HTMLScriptElement ? /^(https?:.*)\/widget\.js(?:[?#].*)?$/.exec(script.src) : null;
  return from?.[1] ?? `${location.origin}/chat`;
};
