export {};

// The key of the agent follows the #, which servers do not see.
const rooms = document.createElement('chat-rooms');
rooms.setAttribute('token', location.hash.slice(1));
rooms.append(document.createElement('chat-room'));
document.querySelector('main')?.append(rooms);
