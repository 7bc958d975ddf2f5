// The entry of the script tag: defines the elements and `Chat`, and embeds the element that the tag asks for.
import { embedScript } from './embed/embed.ts';
import * as api from './first-view.ts';

type Waiting = (chat: typeof whole) => void;

/** Calls `work` with `Chat`. Before widget.js has loaded, `(window.Chat ||= []).push(work)` does the same as soon as it has. */
const push = (...work: Waiting[]): void => {
  for (const each of work) {
    try {
      each(whole);
    } catch (error) {
      // A failing callback must not stop the others: its error surfaces as uncaught.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
};

const { Chat: given } = globalThis as unknown as { Chat: { before?: unknown } };
const { before } = given;
// Not called `Chat`: that is the chunk loader, which elements in the page may need before this line runs.
const whole = Object.assign(given, api, { push, embedScript });

/** The page may add such elements at any time. */
const findParts = (): void => {
  for (const { localName } of document.querySelectorAll(':not(:defined)'))
    if (localName.startsWith('chat-'))
      void import('./embed/element-loader.ts').then(({ loadPart }) => loadPart(localName));
};
findParts();
new MutationObserver(findParts).observe(document, { childList: true, subtree: true });

embedScript(document.currentScript);
if (Array.isArray(before)) push(...(before as Waiting[]));
