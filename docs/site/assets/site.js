// What every page does: colours, the menu on a phone, copying code, search.
const { documentElement: html, body } = document;
const find = (selector) => document.querySelector(selector);

const themeButton = find('button.theme');
const isDark = () =>
  html.dataset.theme ? html.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
const showTheme = () => themeButton.setAttribute('aria-pressed', String(isDark()));
themeButton.addEventListener('click', () => {
  html.dataset.theme = isDark() ? 'light' : 'dark';
  localStorage.setItem('docs-theme', html.dataset.theme);
  showTheme();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', showTheme);
showTheme();

const menuButton = find('button.menu');
const setMenu = (isOpen) => {
  body.classList.toggle('menu-open', isOpen);
  menuButton.setAttribute('aria-expanded', String(isOpen));
};
menuButton.addEventListener('click', () => setMenu(!body.classList.contains('menu-open')));
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape' || !body.classList.contains('menu-open')) return;
  setMenu(false);
  menuButton.focus();
});

// The page's own entry is in view, without scrolling the page.
const navigation = find('#navigation');
const current = navigation.querySelector('[aria-current]');
if (current) {
  current.closest('details').open = true;
  navigation.scrollTop = Math.max(0, current.offsetTop - navigation.offsetTop - navigation.clientHeight / 2);
}

for (const block of document.querySelectorAll('.code')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  const copy = async () => {
    await navigator.clipboard.writeText(block.querySelector('code').textContent);
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 2_000);
  };
  button.addEventListener('click', () => void copy());
  block.append(button);
}

/** The field is there at once; what searches loads with its first use. */
const openSearch = () => {
  const dialog = find('dialog.search');
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('input').select();
  void import('./search.js');
};
find('.search-open').addEventListener('click', openSearch);
document.addEventListener('keydown', (event) => {
  const isWriting = event
    .composedPath()
    .some((each) => each.matches?.('input, textarea, select, [contenteditable]'));
  const isKey = event.key === '/' ? !isWriting : event.key === 'k' && (event.ctrlKey || event.metaKey);
  if (!isKey) return;
  event.preventDefault();
  openSearch();
});
