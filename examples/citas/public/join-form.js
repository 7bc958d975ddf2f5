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

/** What is wrong with each field, in words; empty when nothing is. @param {Seat} seat */
const mistakes = ({ name, room }) => ({
  name: name === '' ? 'Escriba su nombre.' : '',
  room:
    room === ''
      ? 'Escriba el código de su cita.'
      : /[/\\]|^\.{1,2}$/.test(room)
        ? 'El código no lleva barras.'
        : '',
});

/** Says what is wrong with a field, or takes it back. @param {'name' | 'room'} field @param {string} text */
const show = (field, text) => {
  const note = find(`${field}-note`, HTMLElement);
  note.textContent = text || hints[field];
  note.classList.toggle('error', text !== '');
  fields[field].setAttribute('aria-invalid', String(text !== ''));
};

/** Puts what is known into the form, and the cursor where something is wanted. @param {Partial<Seat>} known @param {{ focus: boolean }} options */
export const offer = ({ name, room }, { focus }) => {
  if (name !== undefined) fields.name.value = name;
  if (room !== undefined) fields.room.value = room;
  if (focus) (fields.name.value === '' ? fields.name : fields.room).focus();
};

/** A field was refused by the chat. @param {'name' | 'room'} field @param {string} text */
export const refuse = (field, text) => {
  show(field, text);
  fields[field].select();
};

/** @param {(seat: Seat) => void} enter called with a name and a code that can be meant */
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
  // Until here the browser would send the form itself, and load the page again.
  find('enter', HTMLButtonElement).disabled = false;
};
