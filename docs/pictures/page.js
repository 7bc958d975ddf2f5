// The element that the address asks for, with its attributes: /?tag=chat-room&room=lobby&token=ana
const {
  tag = 'chat-room',
  class: look = '',
  ...attributes
} = Object.fromEntries(new URLSearchParams(location.search));
const element = document.createElement(tag);
for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
if (tag === 'chat-rooms') element.append(document.createElement('chat-room'));
if (tag === 'chat-replay') {
  // Without a source, a video keeps the position that it is given.
  element.media = Object.assign(document.createElement('video'), {
    currentTime: Number(attributes.at),
    controls: true,
  });
  document.body.append(element.media);
}
document.body.className = look;
document.body.append(element);
