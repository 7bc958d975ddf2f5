/**
 * The element with this id, which is of this kind. The page is ours, so one that is missing is a mistake to be heard of.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export const find = (id, kind) => {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`the page has no ${kind.name} #${id}`);
};
