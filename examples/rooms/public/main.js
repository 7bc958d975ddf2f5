import { whoAmI } from './account-api.js';
import { hasReset, openEntry } from './entry.js';
import { openHome } from './home.js';
import { texts, writeTexts } from './texts.js';

writeTexts();

/** @param {string} [note] */
const enter = (note = '') => openEntry(note, within);

/** @param {import('./account-api.js').Account} account */
const within = (account) => void openHome(account, (isChoice) => enter(isChoice ? '' : texts.sessionOver));

// A mailed link sets a new password, even if a user is logged in here.
const account = hasReset() ? null : await whoAmI().catch(() => null);
if (account) within(account);
else enter();
