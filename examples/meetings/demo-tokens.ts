// Tokens for anybody, to try the meetings without a user service. Off by default.
import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import { ChatError, checkName, lookAlikes } from '@chat/server';
import { SignJWT } from 'jose';

const isReserved = lookAlikes([
  'Administrator',
  'Admin',
  'Moderator',
  'Host',
  'Meetings',
  'Support',
  'System',
]);

/** Returns the name in the chat's form; null if it cannot be used. */
const nameOf = (given: unknown): string | null => {
  try {
    const name = typeof given === 'string' ? checkName(given) : '';
    return name === '' || isReserved(name) ? null : name;
  } catch (error) {
    if (error instanceof ChatError) return null;
    throw error;
  }
};

/** `GET /demo` returns whether there are demo tokens, `POST /demo/token { name }` issues one for an hour. */
export const demoTokens = (secret: string, isOn: boolean): Router => {
  const router = express.Router();
  const key = new TextEncoder().encode(secret);
  router.get('/', (_request, response) => void response.json({ tokens: isOn }));
  if (!isOn) return router;
  router.post('/token', express.json({ limit: '1kb' }), (request, response, next) => {
    const name = nameOf(((request.body ?? {}) as { name?: unknown }).name);
    if (name === null)
      response.status(400).json({ error: 'invalid', message: 'name must be one that you may have' });
    else
      new SignJWT({ name })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(`demo-${randomUUID()}`)
        .setExpirationTime('1h')
        .sign(key)
        .then((token) => response.json({ token }), next);
  });
  return router;
};
