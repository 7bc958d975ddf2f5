// The playground: the element with the attributes that the reader chooses, the markup for them, its events,
// and another user of the same room.
import '@chat/widget';
import { bot } from '../../../packages/server/src/bots/bot.ts';
import { openChat, roomId, say, type Name, type PageChat } from './open-chat.ts';

const find = (selector: string): Element => {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
};

const form = find('.playground form') as HTMLFormElement;
const markup = find('.playground .markup code');
const log = find('.playground .log');
const ownStage = find('.playground .own') as HTMLElement;
const otherStage = find('.playground .other') as HTMLElement;
const events = ['chat-ready', 'chat-status', 'chat-message', 'chat-before-send', 'chat-unread', 'chat-error'];
const mostLogged = 30;

interface Chosen {
  name: string;
  value: string;
  isDefault: boolean;
}

/** The attributes that the form sets. The first choice of each is the default, which markup leaves out. */
const chosen = (): Chosen[] => {
  const hidden = [...form.querySelectorAll<HTMLInputElement>('[name=features]:checked')].map(
    ({ value }) => `-${value}`,
  );
  return [
    ...[...form.querySelectorAll('select')].map(({ name, value, selectedIndex }) => ({
      name,
      value,
      isDefault: selectedIndex === 0,
    })),
    { name: 'features', value: hidden.join(' '), isDefault: hidden.length === 0 },
  ];
};

const show = (room: Element): void => {
  for (const { name, value } of chosen()) {
    if (value === '') room.removeAttribute(name);
    else room.setAttribute(name, value);
  }
  const set = chosen().filter(({ isDefault }) => !isDefault);
  const attributes = [{ name: 'room', value: roomId }, ...set]
    .map(({ name, value }) => ` ${name}="${value}"`)
    .join('');
  markup.textContent = `<script src="/chat/widget.js" async></script>\n<chat-room${attributes}></chat-room>`;
};

const describe = (detail: unknown): string => {
  if (typeof detail !== 'object' || detail === null) return '';
  // Clients and rooms are objects of the page.
  const plain = Object.entries(detail).filter(([name]) => name !== 'client' && name !== 'room');
  return plain.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
};

const logEvent = (event: Event): void => {
  const entry = document.createElement('li');
  const name = document.createElement('code');
  name.textContent = event.type;
  entry.append(name, ` ${describe((event as CustomEvent).detail)}`);
  log.prepend(entry);
  while (log.children.length > mostLogged) log.lastElementChild?.remove();
};

const roomOf = (page: PageChat, name: Name): HTMLElement => {
  const room = document.createElement('chat-room');
  room.setAttribute('room', roomId);
  Object.assign(room, { client: page.clientOf(name) });
  return room;
};

/** What another user does when the reader presses a button. */
const actions: Record<string, (page: PageChat) => Promise<unknown>> = {
  message: ({ people }) => say(people.marta, 'Does the office open at nine?'),
  mention: ({ people }) => say(people.luis, '@Ana Robles, could you be here at ten?', { mentions: ['ana'] }),
  typing: ({ people }) => people.luis.call('typing:set', { roomId, typing: true }),
  poll: ({ people }) =>
    people.luis.call('poll:create', {
      roomId,
      id: crypto.randomUUID(),
      question: 'Which day suits you?',
      options: ['Thursday', 'Friday', 'Monday'],
    }),
};

const start = async (): Promise<void> => {
  const page = await openChat({
    slashCommands: {
      documents: { description: 'What to bring', run: () => 'Your ID card and the receipt' },
    },
  });
  const assistant = bot(page.chat, { id: 'assistant', name: 'Assistant' });
  assistant.onMention(() => 'I am a bot in this page. Your server can have one, too: `bot(chat, { … })`.');
  await assistant.join(roomId);

  const own = roomOf(page, 'ana');
  for (const type of events) own.addEventListener(type, logEvent);
  show(own);
  ownStage.replaceChildren(own);

  form.addEventListener('input', () => show(own));
  form.addEventListener('submit', (event) => event.preventDefault());
  (find('.playground [name=other]') as HTMLInputElement).addEventListener('change', ({ target }) => {
    const isShown = (target as HTMLInputElement).checked;
    otherStage.hidden = !isShown;
    otherStage.replaceChildren(...(isShown ? [roomOf(page, 'luis')] : []));
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('.playground [data-action]'))
    button.addEventListener('click', () => void actions[button.dataset['action'] ?? '']?.(page));
};

await start();
