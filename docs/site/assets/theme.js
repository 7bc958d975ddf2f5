// Runs before the page is drawn: the colours that the reader chose, or those of the system.
const chosen = localStorage.getItem('docs-theme');
if (chosen) document.documentElement.dataset.theme = chosen;
