import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// Servers are where users seldom look.
const besides = ['/usr/sbin', '/usr/local/sbin'];

/** A program that a variable names, else one on the PATH. @param {string} name @param {string} variable */
export function findProgram(name, variable) {
  const named = process.env[variable];
  if (named) return existsSync(named) ? named : undefined;
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...besides];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

export const findRedis = () => findProgram('redis-server', 'REDIS_SERVER');
export const findPhp = () => findProgram('php', 'PHP');
export const findNginx = () => findProgram('nginx', 'NGINX');
/** Through it the tests of calls lead sound and picture. */
export const findCoturn = () => findProgram('turnserver', 'TURNSERVER');
/** The gateway that carries the tests' calls for many. */
export const findJanus = () => findProgram('janus', 'JANUS');
/** Reads the metrics in the long run; its tool tests the alerts. */
export const findPrometheus = () => {
  const server = findProgram('prometheus', 'PROMETHEUS');
  const tool = findProgram('promtool', 'PROMTOOL');
  return server && tool ? { server, tool } : undefined;
};
/** The long run tests in it, over the protocol that it speaks itself. */
export const findFirefox = () =>
  findProgram('firefox-esr', 'FIREFOX_PATH') ?? findProgram('firefox', 'FIREFOX_PATH');
/** WebKit's driver, and the display without a screen that its browser draws to. */
export const findWebkit = () => {
  const driver = findProgram('WebKitWebDriver', 'WEBKIT_DRIVER');
  const display = findProgram('Xvfb', 'XVFB');
  return driver && display ? { driver, display } : undefined;
};
