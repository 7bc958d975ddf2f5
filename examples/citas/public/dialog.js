/** @typedef {{ title: string, text?: string, yes: string, no?: string, isDangerous?: boolean }} Question */

/** @param {string} text @param {'yes' | 'no'} value @param {string} kind */
const button = (text, value, kind) =>
  Object.assign(document.createElement('button'), { textContent: text, value, className: kind });

/**
 * Shows a dialog. Resolves to whether the user agreed; without `no` it only informs.
 * @param {Question} question
 * @returns {Promise<boolean>}
 */
export const ask = ({ title, text = '', yes, no, isDangerous = false }) => {
  const heading = Object.assign(document.createElement('h2'), { id: 'ask-title', textContent: title });
  const about = Object.assign(document.createElement('p'), { id: 'ask-text', textContent: text });
  const buttons = Object.assign(document.createElement('div'), { className: 'buttons' });
  if (no !== undefined) buttons.append(button(no, 'no', ''));
  buttons.append(button(yes, 'yes', isDangerous ? 'primary danger' : 'primary'));
  const form = Object.assign(document.createElement('form'), { method: 'dialog' });
  form.append(heading, ...(text ? [about] : []), buttons);
  const dialog = document.createElement('dialog');
  dialog.id = 'ask';
  dialog.setAttribute('aria-labelledby', heading.id);
  if (text) dialog.setAttribute('aria-describedby', about.id);
  dialog.append(form);

  // A later question replaces an earlier one.
  const earlier = document.getElementById('ask');
  if (earlier instanceof HTMLDialogElement) earlier.close();
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    }),
  );
};
