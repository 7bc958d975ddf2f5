import { find } from './find.js';

/** @typedef {import('./seat.js').Seat} Seat */

const form = find('join', HTMLFormElement);
const fields = {
  name: find('name', HTMLInputElement),
  room: find('room', HTMLInputElement),
};
const hints = {
  name: find('name-note', HTMLElement).textContent,
  room: find('room-note', HTMLElement).textContent,
};

/** Returns the errors of the fields, empty texts if there are none. @param {Seat} seat */
const mistakes = ({ name, room }) => ({
  name: name === '' ? 'Escriba su nombre.' : '',
  room:
    room === ''
      ? 'Escriba el código de su cita.'
      : /[/\\]|^\.{1,2}$/.test(room)
        ? 'El código no lleva barras.'
        : '',
});

/** Shows the error of a field, or clears it. @param {'name' | 'room'} field @param {string} text */
const show = (field, text) => {
  const note = find(`${field}-note`, HTMLElement);
  note.textContent = text || hints[field];
  note.classList.toggle('error', text !== '');
  fields[field].setAttribute('aria-invalid', String(text !== ''));
};

/**
 * Fills in known values, and focuses the first empty field.
 * @param {Partial<Seat>} known @param {{ focus: boolean }} options
 */
export const offer = ({ name, room }, { focus }) => {
  if (name !== undefined) fields.name.value = name;
  if (room !== undefined) fields.room.value = room;
  if (focus) (fields.name.value === '' ? fields.name : fields.room).focus();
};

/** Shows that the chat rejected a field. @param {'name' | 'room'} field @param {string} text */
export const refuse = (field, text) => {
  show(field, text);
  fields[field].select();
};

/** @param {(seat: Seat) => void} enter called with a plausible name and code */
export const onJoin = (enter) => {
  for (const field of /** @type {const} */ (['name', 'room']))
    fields[field].addEventListener('input', () => show(field, ''));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const seat = { name: fields.name.value.trim(), room: fields.room.value.trim() };
    const wrong = mistakes(seat);
    show('name', wrong.name);
    show('room', wrong.room);
    if (wrong.name) fields.name.focus();
    else if (wrong.room) fields.room.focus();
    else enter(seat);
  });
  // Until now the browser would submit the form itself and reload the page.
  find('enter', HTMLButtonElement).disabled = false;
};
