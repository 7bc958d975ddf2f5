import type { ServerResponse } from 'node:http';
import { sendText } from './responses.ts';

/** Options of the page for admins. */
export interface AdminPageOptions {
  /** Where admins sign in: a path on this server or a URL. By default the page asks for a token. */
  signInUrl?: string;
}

/** Sends the page. */
export type ServeAdminPage = (response: ServerResponse) => void;

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
};

/** Returns null if there is no page. Throws a plain `Error` for an invalid option. */
export const createAdminPage = (given: boolean | AdminPageOptions = false): ServeAdminPage | null => {
  if (given === false) return null;
  const { signInUrl = '' } = given === true ? {} : given;
  if (signInUrl !== '' && !/^(https?:\/\/|\/(?!\/))[^"<>\s]*$/.test(signInUrl))
    throw new Error(
      `createChatServer: adminPage.signInUrl must be a path or a URL, such as '/login', not '${signInUrl}'`,
    );
  const page = pageWith(signInUrl === '' ? '' : ` sign-in="${signInUrl.replaceAll('&', '&amp;')}"`);
  return (response) => sendText(response, 200, page, 'text/html; charset=utf-8', headers);
};

/**
 * The page holds no data: the element in it asks for everything, as the user whom the server recognises. It has no
 * language of its own: the element takes that of the browser.
 */
const pageWith = (attributes: string): string => `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Chat</title>
<script src="widget.js" defer></script>
</head>
<body><chat-admin whole-page${attributes}></chat-admin></body>
</html>
`;
