import { createClassroom } from './classroom.ts';

const { PORT = '3574', DATA_FILE, TEACHER_KEY = 'demo' } = process.env;
const { httpServer } = await createClassroom(TEACHER_KEY, DATA_FILE || undefined);
httpServer.listen(Number(PORT), () =>
  console.log(
    `http://localhost:${PORT}, and for the teacher http://localhost:${PORT}/#teacher=${TEACHER_KEY}`,
  ),
);
