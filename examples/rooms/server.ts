// A back end of rooms and its page: accounts, rooms, private messages, pictures. Start reading at `rooms.ts`.
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { mailer } from './mail.ts';
import { openRooms, type Rooms } from './rooms.ts';

const { env } = process;
const port = Number(env.PORT || 3502);

const { httpServer, close }: Rooms = await openRooms({
  file: env.DATA_FILE || join(import.meta.dirname, 'data', 'chat.sqlite'),
  sendMail: mailer(env.SMTP_URL || undefined, env.MAIL_FROM || 'Rooms <no-reply@localhost>'),
  behindProxy: Boolean(env.BEHIND_PROXY),
  ...(env.PUBLIC_URL ? { publicUrl: env.PUBLIC_URL.replace(/\/+$/, '') } : {}),
  ...(env.ACCOUNTS_SECRET ? { secret: env.ACCOUNTS_SECRET } : {}),
  ...(env.PUSH_CONTACT ? { pushContact: env.PUSH_CONTACT } : {}),
  ...(env.CORS_ORIGIN ? { origins: env.CORS_ORIGIN.split(',') } : {}),
}).catch((error: unknown) => {
  // A file that is damaged, in use, or of another kind: print one line.
  console.error(error instanceof Error ? error.message : error);
  return process.exit(1);
});

let closing = false;
const end = async (code = 0): Promise<void> => {
  if (closing) return;
  closing = true;
  await close();
  process.exit(code);
};
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());

httpServer.on('error', (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE' ? `Port ${port} is in use. Set PORT to another one.` : error.message,
  );
  void end(1);
});
httpServer.listen(port, () => {
  console.log(`Rooms: http://localhost:${(httpServer.address() as AddressInfo).port}`);
  console.log(env.SMTP_URL ? 'mail by SMTP' : 'mail is printed here');
});
