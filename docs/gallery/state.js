// Brings the chat of this page into its state: the steps are in `data-steps`, as `state.ts` describes them. Sets
// `data-state` of the page to `ready`, or to the step that did not succeed.
const longestMs = 30_000;
const main = document.querySelector('main');
const root = document.documentElement;

/** A node and all shadow roots below it. */
function* treesOf(node) {
  yield node;
  if (node.shadowRoot) yield* treesOf(node.shadowRoot);
  for (const element of node.querySelectorAll('*'))
    if (element.shadowRoot) yield* treesOf(element.shadowRoot);
}

/** The visible elements that a selector names; a space in it crosses shadow roots too. */
const findAll = (selector, text = '') => {
  const found = selector.split(/,\s*/).flatMap((one) => {
    let scopes = [document];
    for (const part of one.split(' '))
      scopes = [
        ...new Set(
          scopes.flatMap((scope) => [...treesOf(scope)].flatMap((tree) => [...tree.querySelectorAll(part)])),
        ),
      ];
    return scopes;
  });
  return found.filter((element) => element.checkVisibility() && element.textContent.includes(text));
};

const frame = () => new Promise((resolve) => setTimeout(resolve, 50));
const until = async (find) => {
  const giveUpAt = performance.now() + longestMs;
  while (performance.now() < giveUpAt) {
    const found = find();
    if (found) return found;
    await frame();
  }
  throw new Error('not found');
};
const wait = (selector, text) => until(() => findAll(selector, text)[0]);

/** A button may be disabled until the connection of a call is there. */
const press = async (selector, text) =>
  (await until(() => findAll(selector, text).find(({ disabled }) => !disabled))).click();

const write = async (selector, text) => {
  const field = await wait(selector);
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, data: text }));
};

const choose = async (name) => {
  const item = `.menu [role^=menuitem].${name}`;
  const more = '.menu [role=menuitem].more';
  await until(() => findAll(item)[0] ?? findAll(more)[0]);
  // Long menus show some entries under "More".
  if (!findAll(item)[0]) await press(more);
  await press(item);
};

const menu = async (text) => {
  const row = await until(() => findAll('chat-messages [data-message]', text).at(-1));
  const button = await until(() => row.querySelector('.more'));
  row.focus();
  button.click();
  await wait('.menu [role^=menuitem]');
};

/** Where the header has little room, its buttons are in a menu. */
const tool = async (name) => {
  const button = `header .icon-button.${name}`;
  await until(() => findAll(`${button}, header .more-tools`)[0]);
  await frame();
  if (findAll(button)[0]) return press(button);
  await press('header .more-tools');
  return choose(name);
};

const attach = async (name, bytes) => {
  const input = await until(
    () => [...treesOf(document)].flatMap((tree) => [...tree.querySelectorAll('.attach input[type=file]')])[0],
  );
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(Number(bytes))], name));
  input.files = files.files;
  input.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
};

/** Leads from a room back to the list, where only one of them has space. */
const back = async () => {
  const button = findAll('chat-back button')[0];
  if (!button) return;
  button.click();
  await wait('chat-rooms .room');
};

/** Without a source, a video has the position that it is given. */
const seek = async (seconds) => {
  const video = await wait('video');
  video.currentTime = Number(seconds);
  video.dispatchEvent(new Event('seeking'));
};

const act = async () => {
  await fetch(`/act?stage=${main.dataset.stage}`, { method: 'POST' });
};

const verbs = { wait, press, write, choose, menu, tool, attach, back, seek, act };

let now = [];
try {
  for (now of JSON.parse(main.dataset.steps ?? '[]')) {
    const [verb, ...rest] = now;
    await verbs[verb](...rest);
  }
  root.dataset.state = 'ready';
} catch (error) {
  root.dataset.state = `${now.join(' ')}: ${error.message}`;
}
