import { commandNames, commands, type CommandName } from './wire.ts';

/** A REST route, derived from the table of commands. */
export interface CommandRoute {
  command: CommandName;
  method: string;
  /** Path below `<path>/api`, with `:params`. */
  path: string;
  /** Names of the path parameters, in order. */
  params: string[];
  /** Segments of the path, a parameter as null. */
  segments: (string | null)[];
  /** Status of success. */
  status: 200 | 201;
}

const toRoute = (name: CommandName): CommandRoute => {
  const { http, creates } = commands[name];
  const space = http.indexOf(' ');
  const path = http.slice(space + 1);
  const parts = path.slice(1).split('/');
  return {
    command: name,
    method: http.slice(0, space),
    path,
    params: parts.filter((part) => part.startsWith(':')).map((part) => part.slice(1)),
    segments: parts.map((part) => (part.startsWith(':') ? null : part)),
    status: creates ? 201 : 200,
  };
};

export const routes: readonly CommandRoute[] = commandNames.map(toRoute);

/**
 * Returns the route of a request and its decoded path parameters, or null. `path` is below `<path>/api`,
 * still percent-encoded.
 */
export const matchRoute = (
  method: string,
  path: string,
): { route: CommandRoute; params: Record<string, string> } | null => {
  const parts = path.replace(/^\//, '').split('/');
  for (const route of routes) {
    if (route.method !== method || route.segments.length !== parts.length) continue;
    if (!route.segments.every((segment, index) => segment === null || segment === parts[index])) continue;
    const values = parts.filter((_, index) => route.segments[index] === null);
    const params = decodeAll(values);
    if (params === null) return null;
    return {
      route,
      params: Object.fromEntries(route.params.map((name, index) => [name, params[index] ?? ''])),
    };
  }
  return null;
};

const decodeAll = (values: string[]): string[] | null => {
  try {
    return values.map(decodeURIComponent);
  } catch {
    return null; // malformed percent-encoding matches no route
  }
};
