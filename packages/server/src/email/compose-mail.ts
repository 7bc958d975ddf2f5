import type { Digest, Excerpt } from './digest.ts';
import type { EmailRecipient, EmailRules, Mail } from './email-options.ts';
import { emailTexts, fillEmail } from './email-texts.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for elements and quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** Returns a text on one line: no header can be added, and nothing turns the direction of the rest. */
export const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\s]+/gu, ' ').trim();

const style = {
  body: 'margin:0;padding:24px 12px;background:#f4f5f7;font:16px/1.5 system-ui,sans-serif;color:#1c1c1e',
  card: 'max-width:34rem;margin:0 auto;padding:24px;border-radius:12px;background:#fff',
  room: 'margin:20px 0 8px;font-size:17px',
  line: 'margin:0 0 8px;overflow-wrap:anywhere',
  link: 'color:#3b4fd8;font-weight:600',
  foot: 'max-width:34rem;margin:16px auto 0;color:#5f6368;font-size:13px',
};

interface Links {
  unsubscribe: string;
  /** Distinguishes this mail from all others. */
  messageId: string;
}

/** Returns the mail about what a user has not read. Everything that users wrote is escaped. */
export const composeMail = (
  rules: EmailRules,
  { address, language }: Required<EmailRecipient>,
  digest: Digest,
  { unsubscribe, messageId }: Links,
): Mail => {
  const texts = emailTexts[language];
  const number = (n: number): string => new Intl.NumberFormat(language).format(n);
  const { name } = rules;
  const count = digest.rooms.reduce((sum, room) => sum + room.unread, 0);
  const subject = fillEmail(count === 1 ? texts.subjectOne : texts.subject, { n: number(count), name });
  const why = fillEmail(texts.why, { name });
  const rooms = digest.rooms.map((room) => ({
    ...room,
    title: oneLine(room.title) || texts.direct,
    more: room.unread > room.excerpts.length ? number(room.unread - room.excerpts.length) : null,
    link: rules.linkTo(room.roomId),
  }));
  const textOf = ({ text, kind }: Excerpt): string => oneLine(text) || `[${texts.wordless[kind]}]`;
  const text = [
    texts.intro,
    ...rooms.flatMap(({ title, excerpts, more, link }) => [
      '',
      title,
      ...excerpts.map((each) => `  ${oneLine(each.author)}: ${textOf(each)}`),
      ...(more === null ? [] : [`  ${fillEmail(texts.more, { n: more })}`]),
      `  ${link}`,
    ]),
    '',
    why,
    `${texts.unsubscribe}: ${unsubscribe}`,
    '',
  ].join('\n');
  const html = `<!doctype html>
<html lang="${language}"${language === 'ar' ? ' dir="rtl"' : ''}><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="${style.body}"><div style="${style.card}"><p style="${style.line}">${escapeHtml(texts.intro)}</p>
${rooms
  .map(
    ({ title, excerpts, more, link }) =>
      `<h2 dir="auto" style="${style.room}">${escapeHtml(title)}</h2>
${excerpts.map((each) => `<p dir="auto" style="${style.line}"><b>${escapeHtml(oneLine(each.author))}</b>: ${escapeHtml(textOf(each))}</p>`).join('\n')}
${more === null ? '' : `<p style="${style.line}">${escapeHtml(fillEmail(texts.more, { n: more }))}</p>`}
<p style="${style.line}"><a href="${escapeHtml(link)}" style="${style.link}">${escapeHtml(texts.open)}</a></p>`,
  )
  .join('\n')}
</div><p style="${style.foot}">${escapeHtml(why)} <a href="${escapeHtml(unsubscribe)}" style="color:inherit">${escapeHtml(texts.unsubscribe)}</a></p></body></html>
`;
  return {
    from: rules.from,
    to: address,
    subject: oneLine(subject),
    text,
    html,
    messageId,
    headers: {
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
  };
};
