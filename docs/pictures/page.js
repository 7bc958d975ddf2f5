// The element that the address asks for, with its attributes: /?tag=chat-room&room=lobby&token=ana
const {
  tag = 'chat-room',
  class: look = '',
  ...attributes
} = Object.fromEntries(new URLSearchParams(location.search));
const element = document.createElement(tag);
for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
if (tag === 'chat-rooms') element.append(document.createElement('chat-room'));
document.body.className = look;
document.body.append(element);
