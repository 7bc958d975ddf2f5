import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The Python that has OpenStack Swift, which the tests of files in S3 speak to: PYTHON, else the usual ones, else undefined. */
export function findSwift() {
  const named = process.env.PYTHON;
  const pythons = named ? [named] : ['/usr/bin/python3', 'python3'];
  return pythons.find(hasSwift);
}

/** @param {string} python */
function hasSwift(python) {
  if (python.startsWith('/') && !existsSync(python)) return false;
  const { status } = spawnSync(python, ['-c', 'import swift.common.middleware.s3api'], { stdio: 'ignore' });
  return status === 0;
}
