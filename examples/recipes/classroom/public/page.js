// #teacher=<key> is the teacher's page. Servers do not see what follows the #.
const teacherKey = new URLSearchParams(location.hash.slice(1)).get('teacher');
const lesson = document.createElement('chat-room');
lesson.setAttribute('room', 'class-4b');
if (teacherKey !== null) lesson.setAttribute('token', teacherKey);
document.querySelector('main')?.append(lesson);
