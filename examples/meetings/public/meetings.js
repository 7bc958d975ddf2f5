import { find } from './find.js';
import { createMeeting, demoToken, getMeeting, hasDemoTokens, userOf } from './meetings-api.js';
import { showPeople } from './people.js';
import { inform, planOf, showPlan } from './plan.js';
import { language, texts, writeTexts } from './texts.js';

/** @typedef {import('./meetings-api.js').Meeting} Meeting */
/** @typedef {import('@chat/client').ChatRoom} ChatRoom */
/** @typedef {import('@chat/client').ChatClient} ChatClient */
/** @typedef {{ createChatClient(options: object): ChatClient }} Chat */

const form = find('enter', HTMLFormElement);
const name = find('name', HTMLInputElement);
const given = find('token', HTMLInputElement);
const title = find('meeting-title', HTMLInputElement);
const meeting = find('meeting', HTMLInputElement);
const problem = find('problem', HTMLElement);
const status = find('status', HTMLElement);
const place = find('chat', HTMLElement);
const starts = find('starts', HTMLInputElement);
const minutes = find('minutes', HTMLInputElement);

/** Resolves when the script tag has loaded. @returns {Promise<Chat>} */
const widget = () =>
  new Promise((resolve) => {
    const page = /** @type {{ Chat?: { push(work: (chat: Chat) => void): void } }} */ (
      /** @type {unknown} */ (window)
    );
    (page.Chat ??= /** @type {((chat: Chat) => void)[]} */ ([])).push(resolve);
  });

/** @type {{ client: ChatClient, stop: () => void } | null} */
let open = null;

/** @param {boolean} isOpen @param {string} [called] */
const show = (isOpen, called = texts.meetings) => {
  find('entry', HTMLElement).hidden = isOpen;
  find('stage', HTMLElement).hidden = !isOpen;
  document.body.classList.toggle('inside', isOpen);
  find('title', HTMLElement).textContent = called;
  document.title = called;
};

/** @param {string} token @param {Meeting} about */
const enter = async (token, { id, creator, title: called }) => {
  const { createChatClient } = await widget();
  // Unsent messages are in memory, not in the browser's database: this chat leaves no trace here either.
  const client = createChatClient({ token, storage: false });
  const seat = { client, stop: () => {} };
  open = seat;
  history.replaceState(null, '', `?meeting=${encodeURIComponent(id)}`);
  show(true, called || texts.meeting);
  const chat = /** @type {HTMLElement & { client: ChatClient }} */ (document.createElement('chat-room'));
  chat.setAttribute('room', id);
  chat.client = client;
  // A meeting without a title would show its id.
  const heading = Object.assign(document.createElement('span'), { slot: 'title' });
  heading.textContent = called || texts.meeting;
  chat.append(heading);
  chat.addEventListener('chat-ready', (event) => {
    const { room } = /** @type {CustomEvent<{ room: ChatRoom }>} */ (event).detail;
    seat.stop();
    const stops = [showPlan({ token, id, isCreator: creator === userOf(token) }, room), showPeople(room)];
    seat.stop = () => stops.forEach((stop) => stop());
  });
  place.replaceChildren(chat);
};

const leave = () => {
  place.replaceChildren();
  open?.stop();
  void open?.client.close();
  open = null;
  status.textContent = '';
  show(false);
};

const join = async () => {
  problem.textContent = '';
  const hasToken = !find('token-field', HTMLElement).hidden;
  const missing = [hasToken ? given : name].find(({ value }) => value.trim() === '');
  if (missing) return missing.focus();
  try {
    const token = hasToken ? given.value.trim() : await demoToken(name.value.trim());
    const id = meeting.value.trim();
    const called = title.value.trim();
    const plan = { ...(called && { title: called }), ...planOf(starts, minutes) };
    const about = id ? await getMeeting(token, id) : await createMeeting(token, plan);
    await enter(token, about);
  } catch (error) {
    const isWrong = hasToken && error instanceof Error && error.cause === 'unauthenticated';
    const text = error instanceof Error ? error.message : String(error);
    problem.textContent = isWrong ? texts.wrongToken : text;
  }
};

/** A new meeting may have a title and a start; an existing one has its own. */
const offer = () => {
  const isNew = meeting.value.trim() === '';
  find('enter-title', HTMLElement).textContent = isNew ? texts.startTitle : texts.joinTitle;
  for (const id of ['meeting-title-field', 'plan-fields']) find(id, HTMLElement).hidden = !isNew;
  const toStart = starts.value ? texts.schedule : texts.begin;
  find('go', HTMLElement).textContent = isNew ? toStart : texts.enter;
};

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void join();
});
for (const field of [meeting, starts]) field.addEventListener('input', offer);
find('leave', HTMLButtonElement).addEventListener('click', leave);
find('copy', HTMLButtonElement).addEventListener('click', () => {
  navigator.clipboard.writeText(location.href).then(
    () => inform(texts.copied),
    () => inform(texts.notCopied),
  );
});

document.documentElement.lang = language;
const dialogs = ['change-dialog', 'sure-dialog'].map((id) => find(id, HTMLTemplateElement).content);
for (const part of [document, ...dialogs]) writeTexts(part);
// Some buttons show icons alone.
for (const button of document.querySelectorAll('#acts button'))
  button.setAttribute('title', button.textContent?.trim() ?? '');
find('stage', HTMLElement).setAttribute('aria-label', texts.meeting);
find('people', HTMLElement).setAttribute('aria-label', texts.inside);
meeting.value = new URLSearchParams(location.search).get('meeting') ?? '';
find('join-fields', HTMLDetailsElement).open = meeting.value !== '';
offer();
const hasDemo = await hasDemoTokens().catch(() => false);
find('token-field', HTMLElement).hidden = hasDemo;
find('name-field', HTMLElement).hidden = !hasDemo;
