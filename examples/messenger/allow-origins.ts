import type { RequestHandler } from 'express';

/** Lets pages of these origins use the routes below. Requests carry a token, so no cookies are needed. */
export const allowOrigins =
  (origins: readonly string[] = []): RequestHandler =>
  (request, response, next) => {
    const origin = request.get('origin');
    if (origins.length > 0) response.vary('Origin');
    if (origin === undefined || !(origins.includes('*') || origins.includes(origin))) return next();
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Headers': 'authorization, content-type',
      'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
      'Access-Control-Max-Age': '600',
    });
    if (request.method === 'OPTIONS') return void response.status(204).end();
    next();
  };
