import { createTransport } from 'nodemailer';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends by an SMTP server; without one it prints the mail, which is enough for trying. */
export const mailer = (smtpUrl: string | undefined, from: string): ((mail: Mail) => Promise<void>) => {
  if (!smtpUrl) return async ({ to, text }) => console.log(`Mail to ${to}:\n${text}`);
  const transport = createTransport(smtpUrl);
  return async (mail) => void (await transport.sendMail({ from, ...mail }));
};

/** The mail for a user who has forgotten their password. */
export const resetMail = (username: string, link: string, language: string): Omit<Mail, 'to'> =>
  /^es\b/i.test(language)
    ? {
        subject: 'Tu nueva contraseña',
        text: `Hola, ${username}:\n\nElige otra contraseña con este enlace, que vale una hora:\n${link}\n\nSi no lo has pedido, no hagas nada.\n`,
      }
    : {
        subject: 'Your new password',
        text: `Hello ${username},\n\nChoose another password with this link, which is good for an hour:\n${link}\n\nIf you have not asked for it, do nothing.\n`,
      };
