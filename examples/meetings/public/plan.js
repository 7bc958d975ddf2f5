import { find } from './find.js';
import { cancelMeeting, changeMeeting, endMeeting, saveCalendar } from './meetings-api.js';
import { region, texts } from './texts.js';

/** @typedef {import('./meetings-api.js').Plan} Plan */
/** @typedef {import('@chat/client').ChatRoom} ChatRoom */
/** @typedef {{ token: string, id: string, isCreator: boolean }} Seat */

const planned = find('planned', HTMLElement);
const status = find('status', HTMLElement);
const buttons = {
  calendar: find('calendar', HTMLButtonElement),
  change: find('change', HTMLButtonElement),
  start: find('start', HTMLButtonElement),
  cancel: find('cancel', HTMLButtonElement),
  end: find('end', HTMLButtonElement),
};
const moment = new Intl.DateTimeFormat(region, { dateStyle: 'full', timeStyle: 'short' });

/** Formats a time, ms since the epoch, as the value of a `datetime-local`. @param {number} at */
const localOf = (at) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/**
 * Reads the start and the length from their fields.
 * @param {HTMLInputElement} starts @param {HTMLInputElement} minutes @returns {Plan}
 */
export const planOf = (starts, minutes) => ({
  ...(starts.value && { startsAt: new Date(starts.value).toISOString() }),
  ...(starts.value && minutes.value && { durationMin: Number(minutes.value) }),
});

/** The user and the room of the open meeting. @type {{ seat: Seat, room: ChatRoom } | null} */
let open = null;

const draw = () => {
  const about = open?.room.state.get().room;
  const { phase, startsAt, data } = about ?? {};
  const minutes = /** @type {number | undefined} */ (data?.['durationMin']);
  const isScheduled = phase === 'scheduled';
  const mayChange = open?.seat.isCreator === true;
  planned.hidden = startsAt === undefined || !isScheduled;
  planned.textContent =
    startsAt === undefined
      ? ''
      : (minutes === undefined ? texts.planned : texts.plannedFor)
          .replace('{moment}', moment.format(startsAt))
          .replace('{n}', String(minutes));
  buttons.calendar.hidden = startsAt === undefined;
  buttons.change.hidden = !(mayChange && startsAt !== undefined && phase !== 'ended');
  buttons.start.hidden = !(mayChange && isScheduled);
  buttons.cancel.hidden = !(mayChange && isScheduled);
  buttons.end.hidden = !(mayChange && phase === 'open');
  if (about) {
    const called = about.title || texts.meeting;
    document.title = called;
    for (const heading of document.querySelectorAll('#title, chat-room > [slot=title]'))
      heading.textContent = called;
  }
  // The stage shows the meeting before, during and after it.
  document.body.dataset['phase'] = phase ?? '';
  if (phase !== 'ended') return;
  document.querySelector('dialog')?.close();
  status.textContent = data?.['cancelled'] === true ? texts.cancelled : texts.ended;
};

/**
 * Shows the start of a meeting and its actions. Returns a function that stops it.
 * @param {Seat} seat @param {ChatRoom} room
 */
export const showPlan = (seat, room) => {
  open = { seat, room };
  const stop = room.state.subscribe(draw);
  draw();
  return () => {
    stop();
    open = null;
    draw();
  };
};

/** @type {ReturnType<typeof setTimeout> | undefined} */
let informed;
/** Shows a notice for a few seconds, if no other text replaces it. @param {string} text */
export const inform = (text) => {
  status.textContent = text;
  clearTimeout(informed);
  informed = setTimeout(() => {
    if (status.textContent === text) status.textContent = '';
  }, 6_000);
};

/** @param {(seat: Seat) => Promise<unknown>} run @param {string} [said] */
const act = async (run, said = '') => {
  if (!open) return;
  try {
    await run(open.seat);
    // It may have ended meanwhile; the page has already shown that.
    if (said && open?.room.state.get().room?.phase !== 'ended') inform(said);
  } catch (error) {
    status.textContent = error instanceof Error ? error.message : String(error);
  }
};

/** Opens a dialog from its template; it is removed when it closes. @param {string} template */
const openDialog = (template) => {
  // A closed one is removed with the next frame.
  document.querySelector('dialog')?.remove();
  document.body.append(find(template, HTMLTemplateElement).content.cloneNode(true));
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('dialog'));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
  return dialog;
};

/** Runs `run` if the user agrees. @param {{ title: string, text: string, yes: string }} words @param {() => void} run */
const ask = ({ title, text, yes }, run) => {
  const dialog = openDialog('sure-dialog');
  find('sure-title', HTMLElement).textContent = title;
  find('sure-text', HTMLElement).textContent = text;
  find('sure', HTMLElement).textContent = yes;
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'yes') run();
  });
};

/** Opens a dialog with the meeting's values. */
const offer = () => {
  const about = open?.room.state.get().room;
  if (!open || !about) return;
  const { token, id } = open.seat;
  const dialog = openDialog('change-dialog');
  const form = find('change-form', HTMLFormElement);
  const title = find('new-title', HTMLInputElement);
  const starts = find('new-starts', HTMLInputElement);
  const minutes = find('new-minutes', HTMLInputElement);
  title.value = about.title;
  starts.value = about.startsAt === undefined ? '' : localOf(about.startsAt);
  const { durationMin } = about.data;
  minutes.value = typeof durationMin === 'number' ? String(durationMin) : '';
  const save = async () => {
    try {
      const called = title.value.trim();
      await changeMeeting(token, id, { ...(called && { title: called }), ...planOf(starts, minutes) });
      dialog.close();
      inform(texts.changed);
    } catch (error) {
      find('change-problem', HTMLElement).textContent =
        error instanceof Error ? error.message : String(error);
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  find('keep', HTMLButtonElement).addEventListener('click', () => dialog.close());
};

buttons.change.addEventListener('click', offer);
buttons.calendar.addEventListener('click', () => void act(({ token, id }) => saveCalendar(token, id)));
buttons.start.addEventListener(
  'click',
  () => void act(({ token, id }) => changeMeeting(token, id, { status: 'active' }), texts.started),
);
buttons.cancel.addEventListener('click', () =>
  ask(
    { title: texts.cancelTitle, text: texts.cancelText, yes: texts.cancel },
    () => void act(({ token, id }) => cancelMeeting(token, id)),
  ),
);
buttons.end.addEventListener('click', () =>
  ask(
    { title: texts.endTitle, text: texts.endText, yes: texts.end },
    () => void act(({ token, id }) => endMeeting(token, id)),
  ),
);
