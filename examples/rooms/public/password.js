// The dialog that changes the account's password.
import { ask } from './account-api.js';
import { find } from './find.js';
import { errorText, texts } from './texts.js';

const dialog = find('password-dialog', HTMLDialogElement);
const form = find('change-password', HTMLFormElement);
const saved = find('password-saved', HTMLElement);
const problem = find('password-problem', HTMLElement);
const save = find('password-save', HTMLButtonElement);

/** @type {(change: Promise<unknown>) => void} */
let onChange = () => {};

const submit = async () => {
  save.disabled = true;
  saved.textContent = problem.textContent = '';
  const change = ask('/change-password', {
    ...Object.fromEntries(new FormData(form)),
    revokeOtherSessions: true,
  });
  onChange(change);
  try {
    await change;
    form.reset();
    saved.textContent = texts.passwordChanged;
  } catch (error) {
    problem.textContent = errorText(error);
  } finally {
    save.disabled = false;
  }
};
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});
find('password-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
dialog.addEventListener('close', () => {
  form.reset();
  saved.textContent = problem.textContent = '';
});

/**
 * Opens the dialog. `changing` gets each change while the server processes it.
 * @param {typeof onChange} changing
 */
export const openPassword = (changing) => {
  onChange = changing;
  dialog.showModal();
};

export const closePassword = () => dialog.close();
