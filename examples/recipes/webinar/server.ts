import { createWebinar } from './webinar.ts';

const { PORT = '3572', DATA_FILE, HOST_KEY = 'demo' } = process.env;
const { httpServer } = await createWebinar(HOST_KEY, DATA_FILE || undefined);
httpServer.listen(Number(PORT), () =>
  console.log(`http://localhost:${PORT}, and for the host http://localhost:${PORT}/#host=${HOST_KEY}`),
);
