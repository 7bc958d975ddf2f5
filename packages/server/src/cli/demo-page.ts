/** What a page of the standalone chat shows. */
export interface DemoPage {
  title: string;
  room: string;
  isAdmin: boolean;
  /** The address of this page for others, such as `http://localhost:3000`. */
  origin: string;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (each) => escapes[each] ?? each);

const frame = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<link rel="stylesheet" href="/demo.css">
${body}
</html>
`;

const account = (isAdmin: boolean): string =>
  isAdmin
    ? `<form method="post" action="/admin/sign-out"><span>You are the admin.</span> <a href="/chat/admin">Admin page</a> <button>Sign out</button></form>`
    : `<a href="/admin">Admin</a>`;

/** The page with the chat. */
export const demoPage = ({ title, room, isAdmin, origin }: DemoPage): string =>
  frame(
    title,
    `<script src="/chat/widget.js" async></script>
</head>
<body>
<header>
<h1>${escape(title)}</h1>
<form><label>Room <input name="room" value="${escape(room)}" required maxlength="128"></label> <button>Go</button></form>
${account(isAdmin)}
</header>
<main><chat-room room="${escape(room)}"></chat-room></main>
<footer>
<p>Open this page in a second browser to talk to yourself.</p>
<details>
<summary>Put this chat into your own page</summary>
<pre><code>${escape(`<script src="${origin}/chat/widget.js" async></script>\n<chat-room room="${room}"></chat-room>`)}</code></pre>
<p>A page of another origin must be allowed: start the chat with <code>--origin https://www.example.org</code>.</p>
</details>
</footer>
</body>`,
  );

/** The form in which the admin signs in. */
export const signInPage = (
  title: string,
  { action, problem = '' }: { action: string; problem?: string },
): string =>
  frame(
    `Admin · ${title}`,
    `</head>
<body>
<main class="sign-in">
<h1>Admin</h1>
<form method="post" action="${escape(action)}">
<label>Password <input name="password" type="password" autocomplete="current-password" required autofocus${problem && ' aria-describedby="problem" aria-invalid="true"'}></label>
${problem && `<p id="problem" role="alert">${escape(problem)}</p>\n`}<button>Sign in</button>
</form>
<p><a href="/">Back to the chat</a></p>
</main>
</body>`,
  );

export const demoStyles = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
* { box-sizing: border-box; }
body { display: flex; flex-direction: column; height: 100dvh; margin: 0; }
header, footer { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; padding: 0.75rem 1rem; }
footer { padding-block: 0.5rem; font-size: 0.875rem; }
footer p, pre { margin: 0.25rem 0; }
h1 { margin: 0; font-size: 1.25rem; }
header > :last-child { margin-inline-start: auto; }
input, button { font: inherit; padding: 0.25rem 0.5rem; min-height: 2.25rem; }
header input { width: min(10rem, 30vw); }
main { flex: 1; min-height: 16rem; padding-inline: 1rem; }
main chat-room { height: 100%; }
pre { overflow-x: auto; max-width: calc(100vw - 2rem); }
.sign-in { flex: none; width: min(22rem, 100%); margin: 10vh auto 0; padding: 1rem; }
.sign-in form { display: grid; gap: 0.75rem; margin-block: 1rem; }
.sign-in label { display: grid; gap: 0.25rem; }
`;
