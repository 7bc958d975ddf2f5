import { withEmoji } from '../reaction-emoji.ts';

/** A text of Slack as Markdown, and whom it mentions. */
export interface SlackText {
  text: string;
  mentions: string[];
  mentionsAll: boolean;
}

export interface SlackNames {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/** Translates Slack's markup: `<@U1>`, `<#C1|name>`, `<https://…|label>`, `*bold*`, `~struck~`, entities. */
export const slackText = (given: string, names: SlackNames): SlackText => {
  const mentions = new Set<string>();
  let mentionsAll = false;

  const reference = (inner: string, isCode: boolean): string => {
    const [target, label] = splitLabel(inner);
    if (target.startsWith('@')) {
      const id = target.slice(1);
      if (!isCode) mentions.add(id);
      return `@${names.user(id) ?? label ?? id}`;
    }
    if (target.startsWith('#')) return `#${label || (names.channel(target.slice(1)) ?? target.slice(1))}`;
    if (target.startsWith('!')) {
      const [command = ''] = target.slice(1).split('^');
      if (['here', 'channel', 'everyone'].includes(command)) {
        mentionsAll ||= !isCode;
        return `@${command}`;
      }
      return label ?? `@${command}`;
    }
    const address = target.replace(/^mailto:/, '');
    if (isCode || label === undefined || label === target || label === address) return label ?? address;
    return `[${label.replace(/[[\]]/g, '')}](${target})`;
  };

  const references = (text: string, isCode: boolean): string =>
    text.replace(/<([^<>\n]+)>/g, (_all, inner: string) => reference(inner, isCode));

  const parts = given.split(/(```[\s\S]*?(?:```|$)|`[^`\n]*`)/);
  const text = parts
    .map((part, index) => (index % 2 === 1 ? references(part, true) : references(format(part), false)))
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return { text: withEmoji(text), mentions: [...mentions], mentionsAll };
};

const splitLabel = (inner: string): [string, string | undefined] => {
  const at = inner.indexOf('|');
  return at < 0 ? [inner, undefined] : [inner.slice(0, at), inner.slice(at + 1)];
};

const between = (mark: string): RegExp =>
  new RegExp(
    `(^|[\\s({_~"'>*-])\\${mark}(?=\\S)([^${mark}\\n]*?\\S)\\${mark}(?=$|[\\s)}_~"'.,:;!?<*-])`,
    'gm',
  );
const bold = between('*');
const struck = between('~');

const format = (part: string): string =>
  part
    .replace(bold, '$1**$2**')
    .replace(struck, '$1~~$2~~')
    .replace(/^(\s*)[•◦▪]\s/gm, '$1- ')
    // A quote arrives with its sign as an entity.
    .replace(/^&gt;(?!&gt;) ?/gm, '> ');

/** What bots and integrations send next to the text, or instead of it. */
export interface SlackAttachment {
  fallback?: string;
  pretext?: string;
  title?: string;
  title_link?: string;
  text?: string;
  from_url?: string;
  original_url?: string;
  fields?: { title?: string; value?: string }[];
}

interface SlackBlock {
  text?: string | { text?: string };
  fields?: { text?: string }[];
  elements?: SlackBlock[];
}

/** Returns the text of attachments, in Slack's markup. Previews of links are left out. */
export const attachmentText = (attachments: readonly SlackAttachment[]): string =>
  attachments
    .filter(
      ({ from_url: preview, original_url: original }) => preview === undefined && original === undefined,
    )
    .map(({ fallback, pretext, title, title_link: link, text, fields = [] }) => {
      const heading =
        title !== undefined && link !== undefined ? `<${link}|${title}>` : title && `*${title}*`;
      const rows = fields.map((field) => `*${field.title ?? ''}* ${field.value ?? ''}`.trim());
      return [pretext, heading, text, ...rows].filter(Boolean).join('\n') || (fallback ?? '');
    })
    .filter(Boolean)
    .join('\n\n');

/** Returns the text of blocks, for messages that have no other one. */
export const blockText = (blocks: readonly SlackBlock[]): string =>
  blocks
    .map(({ text, fields = [], elements = [] }) => {
      const own = typeof text === 'string' ? text : (text?.text ?? '');
      const inner = elements.map((element) => blockText([element])).join('');
      return [own, ...fields.map((field) => field.text ?? ''), inner].filter(Boolean).join('\n');
    })
    .filter(Boolean)
    .join('\n');
