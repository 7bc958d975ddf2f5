// Tokens for whoever asks, to try the meetings without a user service. Off unless it is switched on.
import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import { SignJWT } from 'jose';

/** `GET /demo` says whether there are such tokens, `POST /demo/token { name }` makes one that is good for an hour. */
export const demoTokens = (secret: string, isOn: boolean): Router => {
  const router = express.Router();
  const key = new TextEncoder().encode(secret);
  router.get('/', (_request, response) => void response.json({ tokens: isOn }));
  if (!isOn) return router;
  router.post('/token', express.json({ limit: '1kb' }), (request, response, next) => {
    const { name } = (request.body ?? {}) as { name?: unknown };
    if (typeof name !== 'string' || name.trim() === '' || name.length > 64)
      response.status(400).json({ error: 'invalid', message: 'name must be a text' });
    else
      new SignJWT({ name: name.trim() })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(`demo-${randomUUID()}`)
        .setExpirationTime('1h')
        .sign(key)
        .then((token) => response.json({ token }), next);
  });
  return router;
};
