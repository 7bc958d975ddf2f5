import { find } from './find.js';

/** @typedef {'chat' | 'documents'} Tab */

const names = /** @type {const} */ (['chat', 'documents']);
const tabs = {
  chat: find('tab-chat', HTMLButtonElement),
  documents: find('tab-documents', HTMLButtonElement),
};
const panels = { chat: find('chat', HTMLElement), documents: find('documents', HTMLElement) };

/** @type {(tab: Tab) => void} */
let changed = () => {};

/** @param {Tab} chosen @param {{ focus?: boolean }} [options] */
export const showTab = (chosen, { focus = false } = {}) => {
  for (const name of names) {
    const isChosen = name === chosen;
    tabs[name].setAttribute('aria-selected', String(isChosen));
    tabs[name].tabIndex = isChosen ? 0 : -1;
    panels[name].hidden = !isChosen;
  }
  if (focus) tabs[chosen].focus();
  changed(chosen);
};

/** Calls `listener` with each tab that the user chooses. @param {(tab: Tab) => void} listener */
export const onTab = (listener) => {
  changed = listener;
};

for (const name of names) {
  const other = name === 'chat' ? 'documents' : 'chat';
  tabs[name].addEventListener('click', () => showTab(name));
  tabs[name].addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft' || key === 'ArrowRight') showTab(other, { focus: true });
  });
}
