// The key of the agent follows the #, which servers do not see.
const cases = document.createElement('chat-rooms');
cases.setAttribute('token', location.hash.slice(1));
cases.append(document.createElement('chat-room'));
document.querySelector('main')?.append(cases);
