import type { ServerResponse } from 'node:http';
import { sendText } from './responses.ts';

/**
 * The page reads room, token and looks from its address in the browser, so it is the same for everybody. It has
 * no style of its own: a page without one is transparent in a browser source.
 */
const page = `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Chat</title>
<script src="widget.js" defer></script>
</head>
<body><chat-overlay from-address></chat-overlay></body>
</html>
`;

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' https: data:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Sends the page that OBS and other programs show in a video. */
export const sendOverlayPage = (response: ServerResponse): void => {
  sendText(response, 200, page, 'text/html; charset=utf-8', { 'content-security-policy': policy });
};
