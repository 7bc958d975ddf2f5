export {};

// #teacher=<key> is the teacher's page. Servers do not see what follows the #.
const teacherKey = new URLSearchParams(location.hash.slice(1)).get('teacher');
const room = document.createElement('chat-room');
room.setAttribute('room', 'class-4b');
if (teacherKey !== null) room.setAttribute('token', teacherKey);
document.querySelector('main')?.append(room);
