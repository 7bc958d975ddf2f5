// A video consultation: the patient waits until the doctor admits them, and for all others the room does not exist.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer, firstOf, guests } from '@chat/server';
import express from 'express';

const doctor = { id: 'dr-vega', name: 'Dr. Vega' };

/** Adds the chat and its page to a server. Whoever has `doctorKey` is the doctor: in your application, a session. */
export const createTelehealth = (doctorKey: string, storage: string | undefined) => {
  const app = express();
  app.use(express.static(join(import.meta.dirname, 'public')), express.json());
  const httpServer = createServer(app);
  const chat = createChatServer(httpServer, {
    ...(storage !== undefined && { storage }),
    // Rooms are created with an appointment only.
    rooms: { autoCreate: false, create: 'admins' },
    authenticate: firstOf(
      ({ token }) => (token === doctorKey ? doctor : null),
      guests({ reserved: [doctor.name] }),
    ),
  });
  // The application itself: `rooms.create` is for users.
  const clinic = chat.as({ ...doctor, role: 'admin' });

  const makeAppointment = async (patient: string): Promise<{ roomId: string; code: string }> => {
    const { id: roomId } = await clinic.call('room:create', {
      type: 'private',
      title: `Consultation of ${patient}`,
      lobby: true,
      lobbyMessage: 'Dr. Vega will be with you shortly. You can already write what it is about.',
      privateMessages: 'nobody',
      retention: { days: 30 },
    });
    const { code } = await clinic.call('invite:create', { roomId, maxUses: 1, expiresInSeconds: 86_400 });
    return { roomId, code };
  };

  app.post('/appointments', (request, response, next) => {
    const { patient } = request.body as { patient: string };
    if (request.headers.authorization !== `Bearer ${doctorKey}`) response.sendStatus(401);
    else makeAppointment(patient).then((made) => response.json(made), next);
  });
  return { httpServer, chat };
};
