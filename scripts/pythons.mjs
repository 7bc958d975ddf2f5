import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The Python that has these modules: PYTHON, else the usual ones, else undefined. @param {string} modules */
const findPython = (modules) => {
  const named = process.env.PYTHON;
  const pythons = named ? [named] : ['/usr/bin/python3', 'python3'];
  return pythons.find((python) => has(python, modules));
};

/** @param {string} python @param {string} modules */
const has = (python, modules) => {
  if (python.startsWith('/') && !existsSync(python)) return false;
  return spawnSync(python, ['-c', `import ${modules}`], { stdio: 'ignore' }).status === 0;
};

/** The Python with OpenStack Swift, to which the tests of files in S3 speak. */
export const findSwift = () => findPython('swift.common.middleware.s3api');
/** The Python with Django, and PyJWT. */
export const findDjango = () => findPython('django, jwt');
