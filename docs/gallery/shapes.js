// Opens a shape over the gallery.
for (const button of document.querySelectorAll('button[data-layout]'))
  button.addEventListener('click', () => {
    (globalThis.Chat ||= []).push((chat) => {
      const { layout } = button.dataset;
      chat.embed({ room: 'launcher', name: 'Ana', layout }).open();
    });
  });
