import type { NotificationLevel, User } from '@chat/protocol';
import type { Awaitable } from '../async/awaitable.ts';
import { emailLanguages, type EmailLanguage } from './email-texts.ts';

/** A mail as nodemailer's `sendMail` takes it. */
export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Stays the same when it is tried again. */
  messageId: string;
  headers: Record<string, string>;
}

/** Where a user gets e-mail, and in which language. */
export interface EmailRecipient {
  address: string;
  /** Default: the option `language`. */
  language?: EmailLanguage;
}

export interface EmailOptions {
  /** Sends a mail: `(mail) => transport.sendMail(mail)` of nodemailer. A rejection is retried. */
  send(mail: Mail): Promise<unknown>;
  /** The sender, such as `Chat <chat@example.org>`. */
  from: string;
  /** Returns the address of a user, as your application knows it; null: no e-mail. Never from clients. */
  addressOf(user: User): Awaitable<EmailRecipient | string | null>;
  /** The origin under which users reach the chat, such as `https://www.example.org`, for links. */
  baseUrl: string;
  /** How long a message is unread before its reader gets an e-mail, ms. Default an hour. */
  afterMs?: number;
  /** Returns the address of a room in your application, for links. Default: `baseUrl`. */
  linkTo?(roomId: string): string;
  /** Which messages users get e-mail about until they choose. Default `mentions`, which includes direct rooms. */
  level?: NotificationLevel;
  /** For users whose language `addressOf` does not say. Default `en`. */
  language?: EmailLanguage;
  /** The name of your service in subjects and texts. Default: the host of `baseUrl`. */
  name?: string;
}

/** The options with defaults. */
export interface EmailRules extends Required<Omit<EmailOptions, 'linkTo'>> {
  linkTo(roomId: string): string;
}

const hourMs = 3_600_000;
const leastMs = 1_000;
const mostMs = 30 * 86_400_000;

/** Returns the options with defaults. Throws a plain `Error` if one is invalid. */
export const emailRules = (options: EmailOptions): EmailRules => {
  const { send, from, addressOf, baseUrl, afterMs = hourMs, level = 'mentions', language = 'en' } = options;
  const refuse = (rule: string): never => {
    throw new Error(`createChatServer: email.${rule}`);
  };
  if (typeof send !== 'function') refuse('send must be a function, such as transport.sendMail');
  if (typeof addressOf !== 'function') refuse('addressOf must be a function');
  if (typeof from !== 'string' || !from.includes('@') || /[\r\n]/.test(from))
    refuse('from must be an address');
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol))
    refuse("baseUrl must look like 'https://www.example.org'");
  if (!(afterMs >= leastMs && afterMs <= mostMs))
    refuse(`afterMs must be ${leastMs} (a second) to ${mostMs} (30 days)`);
  if (!['all', 'mentions', 'none'].includes(level)) refuse('level must be all, mentions or none');
  if (!emailLanguages.includes(language)) refuse(`language must be one of ${emailLanguages.join(', ')}`);
  const { linkTo = () => baseUrl, name = new URL(baseUrl).host } = options;
  return { send, from, addressOf, baseUrl, afterMs, level, language, name, linkTo };
};

/** One address without a name, without anything that could end a header. */
const address = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,255}$/u;

/** Returns the recipient, or null if there is none or the address is not one. */
export const recipientOf = async (
  { addressOf, language }: EmailRules,
  user: User,
): Promise<Required<EmailRecipient> | null> => {
  const given = await addressOf(user);
  if (given === null) return null;
  const found = typeof given === 'string' ? { address: given } : given;
  if (!address.test(found.address)) return null;
  const known = found.language !== undefined && emailLanguages.includes(found.language);
  return { address: found.address, language: known ? (found.language ?? language) : language };
};
