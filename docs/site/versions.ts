// The root of the site: it leads to the newest version and lists all of them.
const page = (head: string, body: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Versions · Chat</title>${head}
  </head>
  <body>
    <main>
      ${body}
    </main>
  </body>
</html>
`;

export const redirectPage = (newest: string): string =>
  page(
    `\n    <meta http-equiv="refresh" content="0; url=${newest}/index.html">`,
    `<p><a href="${newest}/index.html">Documentation of ${newest}</a></p>`,
  );

export const versionsPage = (versions: readonly string[]): string => {
  const [newest = ''] = versions;
  const entries = versions.map((each) => `<li><a href="${each}/index.html">${each}</a></li>`);
  return page(
    `\n    <link rel="icon" href="${newest}/assets/icon.svg">
    <link rel="stylesheet" href="${newest}/assets/site.css">
    <script src="${newest}/assets/theme.js"></script>`,
    `<h1>Versions</h1>
      <p>The newest is first. The documentation of older versions stays where it is.</p>
      <ul>
        ${entries.join('\n        ')}
      </ul>`,
  );
};
