import type { RequestHandler } from 'express';

// As strict as a page can be. The chat needs no exception: no inline script or style, no other origin, no eval.
const policy = (engine: string): string[] => [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `connect-src 'self'${engine}`,
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

/** `engineUrl`: where calls for many are, the one other place that the page may reach. */
export const secureHeaders = (engineUrl?: string): RequestHandler => {
  const said = policy(engineUrl === undefined ? '' : ` ${new URL(engineUrl).origin}`).join('; ');
  return (_request, response, next) => {
    response.set({
      'Content-Security-Policy': said,
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Opener-Policy': 'same-origin',
    });
    next();
  };
};
