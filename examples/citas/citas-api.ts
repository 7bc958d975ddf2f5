// The portal's HTTP routes for appointments, and their calendar files.
import { createHash, timingSafeEqual } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { ChatError, httpStatus } from '@chat/server';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { estados, type Cita, type Citas, type Horario } from './citas.ts';
import type { Staff } from './staff.ts';

const invalid = (campo: string, what: string): ChatError =>
  new ChatError('invalid', `${campo}: ${what}`, { field: campo });

type Body = Record<string, unknown>;

const texto = (body: Body, campo: string, most: number): string => {
  const given = body[campo];
  if (typeof given !== 'string' || given.trim() === '') throw invalid(campo, 'es obligatorio');
  if (/\p{Cc}/u.test(given)) throw invalid(campo, 'no lleva saltos de línea');
  if (given.trim().length > most) throw invalid(campo, `como máximo ${most} caracteres`);
  return given.trim();
};

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Checks that the date exists: `Date` would turn 30 February into 2 March. */
const isMoment = (text: string): boolean => {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
  return isoTime.test(text) && exists && !Number.isNaN(Date.parse(text));
};

const siNo = (body: Body, campo: string): boolean => {
  const given = body[campo];
  if (typeof given !== 'boolean') throw invalid(campo, 'debe ser true o false');
  return given;
};

const readers: { [Campo in keyof Horario]: (body: Body) => Horario[Campo] } = {
  titulo: (body) => texto(body, 'titulo', 200),
  ciudadano: (body) => texto(body, 'ciudadano', 100),
  inicio: (body) => {
    const given = body['inicio'];
    if (typeof given !== 'string' || !isMoment(given))
      throw invalid('inicio', 'debe ser una fecha ISO 8601 con zona horaria');
    return new Date(given).toISOString();
  },
  duracionMin: (body) => {
    const given = body['duracionMin'];
    if (!Number.isInteger(given) || (given as number) < 5 || (given as number) > 480)
      throw invalid('duracionMin', 'debe ser un número entero de 5 a 480');
    return given as number;
  },
  salaEspera: (body) => siNo(body, 'salaEspera'),
  asistencia: (body) => siNo(body, 'asistencia'),
  confidencial: (body) => siNo(body, 'confidencial'),
};

const bodyOf = (given: unknown, campos: readonly string[]): Body => {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw invalid('cuerpo', 'debe ser un objeto JSON');
  const unknown = Object.keys(given).find((campo) => !campos.includes(campo));
  if (unknown !== undefined) throw invalid(unknown, 'no existe');
  return given as Body;
};

const horarioOf = (given: unknown): Horario => {
  const body = bodyOf(given, Object.keys(readers));
  return {
    titulo: readers.titulo(body),
    ciudadano: readers.ciudadano(body),
    inicio: readers.inicio(body),
    duracionMin: 'duracionMin' in body ? readers.duracionMin(body) : 30,
    salaEspera: 'salaEspera' in body ? readers.salaEspera(body) : false,
    asistencia: 'asistencia' in body ? readers.asistencia(body) : false,
    confidencial: 'confidencial' in body ? readers.confidencial(body) : false,
  };
};

const patchOf = (given: unknown): Parameters<Citas['update']>[1] => {
  const body = bodyOf(given, [...Object.keys(readers), 'estado']);
  const { estado } = body;
  if (estado !== undefined && estado !== 'abierta' && estado !== 'programada')
    throw invalid('estado', 'debe ser "abierta" o "programada"');
  const campos = (Object.keys(readers) as (keyof Horario)[]).filter((campo) => campo in body);
  const patch: Partial<Horario> = Object.fromEntries(campos.map((campo) => [campo, readers[campo](body)]));
  return estado === undefined ? patch : { ...patch, estado };
};

/** The appointment as a calendar file. */
const icsOf = (cita: Cita, portal: string): string => {
  const start = new Date(cita.inicio);
  const isCancelled = cita.estado === 'cancelada';
  const calendar = ical({
    prodId: '//Portal de Citas//ES',
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${cita.id}@portal-de-citas`,
    start,
    end: new Date(start.getTime() + cita.duracionMin * 60_000),
    summary: cita.titulo,
    description: `Cita de ${cita.ciudadano}. Código de sala: ${cita.sala}`,
    url: `${portal}/?sala=${encodeURIComponent(cita.sala)}`,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Compares in constant time. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

/** Returns the beginning and the end of a day in the server's time zone (`TZ`). */
const dayOf = (given: unknown): [from: number, until: number] => {
  const [year = 0, month = 0, day = 0] = String(given).split('-').map(Number);
  const from = new Date(year, month - 1, day);
  const isDay = from.getMonth() === month - 1 && from.getDate() === day;
  if (!/^\d{4}-\d\d-\d\d$/.test(String(given)) || !isDay)
    throw invalid('dia', 'debe ser una fecha como 2026-12-01');
  // Room times are never negative.
  const at = (moment: Date): number => Math.max(0, moment.getTime());
  return [at(from), at(new Date(year, month - 1, day + 1))];
};

type Answer = (request: Request, response: Response) => Promise<void>;

/** Passes errors to the error handler. */
const answer =
  (run: Answer): RequestHandler =>
  (request, response, next) =>
    void run(request, response).catch(next);

const idOf = ({ params }: Request): string => String(params['id']);

/** `portalKey` is the staff's bearer token. Without one every user is staff, as in a demonstration. */
export const citasApi = (citas: Citas, staff: Staff, portalKey: string | undefined): Router => {
  const router = express.Router();

  // A citizen has the code of their appointment, and with it the file for their calendar.
  router.get(
    '/:id.ics',
    answer(async (request, response) => {
      const cita = await citas.get(idOf(request));
      const portal = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
      response.attachment(`${cita.id}.ics`).type('text/calendar').send(icsOf(cita, portal));
    }),
  );

  const staffOnly: RequestHandler = (request, _response, next) => {
    if (portalKey !== undefined && !isSame(request.get('authorization') ?? '', `Bearer ${portalKey}`))
      throw new ChatError('unauthenticated', 'Hace falta la clave del portal.');
    next();
  };
  router.use(staffOnly, express.json({ limit: '16kb' }));
  router.get(
    '/',
    answer(async (request, response) => {
      const { estado, dia } = request.query;
      const wanted = estados.find((each) => each === estado);
      if (estado !== undefined && wanted === undefined)
        throw invalid('estado', `debe ser uno de ${estados.join(', ')}`);
      const between = dia === undefined ? undefined : dayOf(dia);
      response.json(await citas.list({ estado: wanted, between }));
    }),
  );
  router.post(
    '/',
    answer(async (request, response) => {
      response.status(201).json(await citas.create(horarioOf(request.body)));
    }),
  );
  router.get(
    '/:id',
    answer(async (request, response) => {
      response.json(await citas.get(idOf(request)));
    }),
  );
  router.get(
    '/:id/transcripcion',
    answer(async (request, response) => {
      const isTable = request.query['formato'] === 'csv';
      const transcript = await citas.transcript(idOf(request), isTable ? 'csv' : 'text');
      response.attachment(`${idOf(request)}.${isTable ? 'csv' : 'txt'}`);
      response.type(isTable ? 'text/csv; charset=utf-8' : 'text/plain');
      await pipeline(transcript, response);
    }),
  );
  router.get(
    '/:id/asistencia',
    answer(async (request, response) => {
      response.json(await citas.attendance(idOf(request)));
    }),
  );
  // A token for its room, as a moderator.
  router.post(
    '/:id/asiento',
    answer(async (request, response) => {
      const person = staff.person(texto(bodyOf(request.body, ['nombre']), 'nombre', 64));
      await citas.attend(idOf(request), person);
      response.status(201).json({ token: await staff.token(person) });
    }),
  );
  router.post(
    '/:id/invitacion',
    answer(async (request, response) => {
      response.status(201).json({ invitacion: await citas.invite(idOf(request)) });
    }),
  );
  router.patch(
    '/:id',
    answer(async (request, response) => {
      response.json(await citas.update(idOf(request), patchOf(request.body)));
    }),
  );
  router.delete(
    '/:id',
    answer(async (request, response) => {
      response.json(await citas.cancel(idOf(request)));
    }),
  );
  router.put(
    '/:id/fin',
    answer(async (request, response) => {
      response.json(await citas.end(idOf(request)));
    }),
  );
  router.use(failed);
  return router;
};

const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  if (error instanceof ChatError) {
    const { code, reason, field, message } = error;
    response
      .status(httpStatus[code])
      .json({ error: reason ?? code, message, ...(field === undefined ? {} : { campo: field }) });
    return;
  }
  const { status, type } = error as { status?: number; type?: string };
  if (status !== undefined && status < 500)
    response.status(status).json({ error: 'invalid', message: `El cuerpo no es válido (${type ?? ''}).` });
  else {
    console.error(error);
    response.status(500).json({ error: 'internal', message: 'Algo ha fallado. Inténtelo de nuevo.' });
  }
};
