// What the script tag runs: the elements, `Chat` for the page's own scripts, and the element that the tag itself asks for.
import { embedScript } from './embed/embed.ts';
import * as api from './first-view.ts';

type Waiting = (chat: typeof whole) => void;

/** Calls `work` with `Chat`. Before widget.js has loaded, `(window.Chat ||= []).push(work)` does the same as soon as it has. */
const push = (...work: Waiting[]): void => {
  for (const each of work) {
    try {
      each(whole);
    } catch (error) {
      // The fault of one caller is its own: it surfaces as uncaught, and the next has its turn.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
};

const { Chat: given } = globalThis as unknown as { Chat: { before?: unknown } };
const { before } = given;
// Not called `Chat`: what loads chunks is, and elements that stand in the page already want some before this line.
const whole = Object.assign(given, api, { push, embedScript });

/** Parts that stand in the page by themselves may be put in at any time. */
const findParts = (): void => {
  for (const { localName } of document.querySelectorAll(':not(:defined)'))
    if (localName.startsWith('chat-'))
      void import('./embed/element-loader.ts').then(({ loadPart }) => loadPart(localName));
};
findParts();
new MutationObserver(findParts).observe(document, { childList: true, subtree: true });

embedScript(document.currentScript);
if (Array.isArray(before)) push(...(before as Waiting[]));
