// After signing in: the list of rooms, the open room, and the account menu.
import { ask, Refusal } from './account-api.js';
import { openExplore } from './explore.js';
import { find } from './find.js';
import { closePassword, openPassword } from './password.js';
import { language } from './texts.js';

/** @typedef {import('./account-api.js').Account} Account */
/** @typedef {import('@chat/client').ChatClient} ChatClient */
/** @typedef {typeof import('@chat/widget')} Library */

const place = find('home', HTMLElement);
const talk = find('talk', HTMLElement);
const empty = find('empty', HTMLElement);
const menu = find('menu', HTMLElement);

/** Resolves when widget.js has loaded. @type {Promise<Library>} */
const library = new Promise((resolve) => {
  const page = /** @type {{ Chat?: { push: (work: (library: Library) => void) => void } }} */ (globalThis);
  (page.Chat ??= /** @type {((library: Library) => void)[]} */ ([])).push(resolve);
});

/** Returns the room in the address, or null. */
const roomInAddress = () => {
  if (location.hash === '') return '';
  const [, room] = /^#\/room\/(.+)$/.exec(location.hash) ?? [];
  return room === undefined ? null : decodeURIComponent(room);
};

/** @param {{ id: string, name: string, avatarUrl?: string }} me */
const drawMe = ({ id, name, avatarUrl = '' }) => {
  find('my-name', HTMLElement).textContent = name;
  Object.assign(find('my-picture', HTMLElement), { user: id, name, picture: avatarUrl });
};

/** Unsubscribes this device from notifications at logout. @param {ChatClient} client */
const quietDevice = async (client) => {
  const worker = await navigator.serviceWorker?.getRegistration();
  const subscription = await worker?.pushManager.getSubscription();
  if (!subscription) return;
  await client.notifications.unsubscribe(subscription.endpoint);
  await subscription.unsubscribe();
};

/**
 * Shows the rooms until the user logs out or is signed out.
 * @param {Account} account @param {(isChoice: boolean) => void} left
 */
export const openHome = async (account, left) => {
  const { createChatClient } = await library;
  const going = new AbortController();
  const { signal } = going;
  const over = (isChoice = false) => {
    if (signal.aborted) return;
    going.abort();
    menu.hidePopover();
    closePassword();
    rooms.remove();
    void client.close();
    place.hidden = true;
    left(isChoice);
  };
  // Changing the password ends the token's session and begins another.
  let change = Promise.resolve();
  const client = createChatClient({
    token: async () => {
      await change;
      try {
        return String((await ask('/token')).token);
      } catch (error) {
        if (error instanceof Refusal && error.code === 'UNAUTHORIZED') over();
        throw error;
      }
    },
  });
  const rooms = document.createElement('chat-rooms');
  rooms.append(document.createElement('chat-room'));
  Object.assign(rooms, { client, lang: language, room: roomInAddress() ?? '' });
  talk.prepend(rooms);
  drawMe(account);
  place.hidden = false;

  // The element loads once it is in the page, and users may be faster.
  const drawn = customElements.whenDefined('chat-rooms').then(() => rooms.updateComplete);
  /** @param {string} room */
  const choose = (room) => void drawn.then(() => rooms.choose(room));
  const explore = () => openExplore(client, choose);
  rooms.addEventListener('chat-room-chosen', (event) => {
    if (event.target !== rooms) return;
    const { room } = /** @type {CustomEvent<{ room: string }>} */ (event).detail;
    const hash = room === '' ? '' : `#/room/${encodeURIComponent(room)}`;
    if (hash !== location.hash) history.pushState(null, '', `/${hash}`);
    draw();
  });
  const draw = () => {
    const { items, loaded } = client.rooms.get();
    empty.hidden = !loaded || items.length > 0 || rooms.room !== '';
    const unread = items.reduce((sum, each) => sum + (each.silencedUntil === undefined ? each.unread : 0), 0);
    document.title = unread > 0 ? `(${unread}) Rooms` : 'Rooms';
  };
  const stops = [
    client.rooms.subscribe(draw),
    client.on('hello', ({ user }) => drawMe(client.user ?? user)),
    client.on('user', drawMe),
    client.on('status', () => client.error?.code === 'unauthenticated' && over()),
  ];
  signal.addEventListener('abort', () => stops.forEach((stop) => stop()));
  /** @param {string} id @param {() => void} act */
  const onClick = (id, act) => find(id, HTMLElement).addEventListener('click', act, { signal });
  onClick('explore-open', explore);
  onClick('explore-first', explore);
  for (const what of /** @type {const} */ (['profile', 'notifications']))
    onClick(what, () => {
      menu.hidePopover();
      void drawn.then(() => rooms.openOwn(what));
    });
  onClick('password', () => {
    menu.hidePopover();
    openPassword((changing) => void (change = changing.then(() => {}).catch(() => {})));
  });
  const logOut = async () => {
    await quietDevice(client).catch(() => {});
    await ask('/sign-out', {}).catch(() => {});
    over(true);
    // The next user must not see the drafts either.
    sessionStorage.clear();
  };
  onClick('log-out', () => void logOut());
  const follow = () => {
    const room = roomInAddress();
    if (room !== null && room !== rooms.room) choose(room);
  };
  addEventListener('popstate', follow, { signal });
};
