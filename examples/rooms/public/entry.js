// Before signing in: log in, sign up, and reset the password.
import { ask, whoAmI } from './account-api.js';
import { find } from './find.js';
import { errorText, texts } from './texts.js';

/** @typedef {import('./account-api.js').Account} Account */
/** @typedef {'logIn' | 'signUp' | 'forgot' | 'reset'} View */

const place = find('entry', HTMLElement);
const form = find('account', HTMLFormElement);
const title = find('account-title', HTMLElement);
const said = find('said', HTMLElement);
const problem = find('problem', HTMLElement);
const go = find('go', HTMLButtonElement);

/** The token of a mailed link, removed from the address at once. */
const resetToken = () => {
  const [, token] = /^#\/reset\/(.+)$/.exec(location.hash) ?? [];
  if (token === undefined) return null;
  history.replaceState(null, '', '/');
  return decodeURIComponent(token);
};

/** An invite link waits in the address until the user is signed in; then the chat follows it. */
const invitation = () => (/^#chat=.*&invite=/.test(location.hash) ? texts.invited : '');

/** @type {string | null} */
let token = null;
/** @type {View} */
let view = 'logIn';
/** @type {(account: Account) => void} */
let entered = () => {};

/** @param {View} next @param {string} [text] */
const show = (next, text = invitation()) => {
  view = next;
  const titles = {
    logIn: texts.logInTitle,
    signUp: texts.signUpTitle,
    forgot: texts.forgotTitle,
    reset: texts.resetTitle,
  };
  const buttons = {
    logIn: texts.logIn,
    signUp: texts.signUp,
    forgot: texts.sendLink,
    reset: texts.setPassword,
  };
  title.textContent = titles[view];
  go.textContent = buttons[view];
  said.textContent = text;
  problem.textContent = '';
  for (const part of form.querySelectorAll('[data-views]')) {
    const isShown = part.getAttribute('data-views')?.split(' ').includes(view) ?? false;
    part.toggleAttribute('hidden', !isShown);
    // Hidden fields are neither required nor sent.
    for (const input of part.querySelectorAll('input')) {
      input.disabled = !isShown;
      if (input.type === 'password') input.value = '';
    }
  }
};

const enter = async () => {
  const account = await whoAmI();
  if (account) entered(account);
};

/** @type {Record<View, (given: Record<string, unknown>) => Promise<void>>} */
const run = {
  logIn: async (given) => {
    await ask('/sign-in/email', given);
    await enter();
  },
  signUp: async ({ newPassword, ...given }) => {
    await ask('/sign-up/email', { ...given, password: newPassword });
    await enter();
  },
  forgot: async (given) => {
    await ask('/request-password-reset', given);
    show('logIn', texts.linkSent);
  },
  reset: async (given) => {
    await ask('/reset-password', { ...given, token });
    show('logIn', texts.passwordSet);
  },
};

const submit = async () => {
  go.disabled = true;
  problem.textContent = '';
  try {
    await run[view](Object.fromEntries(new FormData(form)));
  } catch (error) {
    problem.textContent = errorText(error);
  } finally {
    go.disabled = false;
  }
};
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});
form.addEventListener('click', ({ target }) => {
  const next = target instanceof Element ? target.closest('[data-go]')?.getAttribute('data-go') : null;
  if (!next) return;
  show(/** @type {View} */ (next));
  title.focus();
});

/** Whether the user came by a mailed link. */
export const hasReset = () => (token = resetToken()) !== null;

/** Shows the sign-in page. @param {string} note @param {(account: Account) => void} then */
export const openEntry = (note, then) => {
  entered = (account) => {
    place.hidden = true;
    form.reset();
    token = null;
    then(account);
  };
  show(token === null ? 'logIn' : 'reset', note || undefined);
  document.title = 'Rooms';
  place.hidden = false;
};
