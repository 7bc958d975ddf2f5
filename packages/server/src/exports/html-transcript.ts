import { createHash } from 'node:crypto';
import { geoUri } from '@chat/protocol';
import { clockOf, transcriptLabels, momentOf } from './transcript-labels.ts';
import { marksOf, optionsOf } from './text-transcript.ts';
import type { TranscriptFormat } from './transcript.ts';

const style = `body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#1c1c1e;background:#fff}
h1{font-size:1.4rem;margin:0;overflow-wrap:anywhere}header p{margin:.25rem 0 2rem;color:#5f6368}
article{margin:0 0 1rem;padding:.5rem .75rem;border-inline-start:3px solid #d0d4da}
article h2{font-size:.9rem;margin:0;overflow-wrap:anywhere}article h2 small{font-weight:400;color:#5f6368}
article p{margin:.25rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}ul{margin:.25rem 0 0;padding-inline-start:1.2rem}
@media(prefers-color-scheme:dark){body{color:#e8eaed;background:#1c1c1e}header p,article h2 small{color:#9aa0a6}article{border-color:#48484a}a{color:#8ab4f8}}`;

const hash = createHash('sha256').update(style).digest('base64');

/** Allows its own style and nothing else: no script, no picture, no request. */
export const htmlPolicy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;

/** A self-contained page. Users' text is escaped, never markup. */
export const htmlTranscript: TranscriptFormat = {
  type: 'text/html; charset=utf-8',
  extension: 'html',
  head: ({ room, exportedAt, language }) => {
    const title = escape(room.title || room.id);
    const exported = `${transcriptLabels[language].exported} ${time(exportedAt)}`;
    return `<!doctype html>
<html lang="${language}"${language === 'ar' ? ' dir="rtl"' : ''}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${htmlPolicy}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><h1 dir="auto">${title}</h1><p>${exported}</p></header>
<main>
`;
  },
  message: (message, { language, isRecording, offsetOf }) => {
    const words = transcriptLabels[language];
    const { id, author, createdAt, text, attachments, replyTo = message.threadId } = message;
    const marks = escape(marksOf(message, words));
    const place = message.location ? [geoUri(message.location)] : [];
    const items = [...attachments.map(({ name }) => name), ...place, ...optionsOf(message.poll)];
    const list = items.map((item) => `<li><bdi>${escape(item)}</bdi></li>`).join('');
    const reply = replyTo === undefined ? '' : ` <a href="#m-${escape(replyTo)}">↩</a>`;
    const offset = isRecording ? offsetOf(message) : null;
    const clock = offset === null ? '' : `${clockOf(offset)} · `;
    const name = `<bdi>${escape(author.name || words.erased)}</bdi>`;
    return `<article id="m-${escape(id)}"><h2>${name} <small>${clock}${time(createdAt)}${marks}${reply}</small></h2>${
      text === '' ? '' : `<p dir="auto">${escape(text)}</p>`
    }${list === '' ? '' : `<ul>${list}</ul>`}</article>\n`;
  },
  tail: () => '</main>\n</body>\n</html>\n',
};

const time = (at: number): string => `<time datetime="${new Date(at).toISOString()}">${momentOf(at)}</time>`;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

// oxlint-disable-next-line no-control-regex -- controls are what is looked for
const unsafe = /[&<>"'`]|[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Cs}/gu;

/** Escapes text for elements and quoted attributes. */
const escape = (text: string): string => text.replace(unsafe, (char) => entities[char] ?? '\uFFFD');
