import { createTelehealth } from './telehealth.ts';

const { PORT = '3571', DATA_FILE, DOCTOR_KEY = 'demo' } = process.env;
const { httpServer } = createTelehealth(DOCTOR_KEY, DATA_FILE || undefined);
httpServer.listen(Number(PORT), () => console.log(`http://localhost:${PORT}/#doctor=${DOCTOR_KEY}`));
