import type { RequestHandler } from 'express';

// The strictest policy. The chat needs no exception: no inline script or style, no other origin, no eval.
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

/** `engineUrl` is the address of group calls, the only other address that the page may reach. */
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
