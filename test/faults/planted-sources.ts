// Loaded first in every thread of a server process: the sources instead of the build, with a planted bug.
import { runSources } from '../../scripts/run-sources.mjs';
import { plantedBugs, plantInto, type PlantedName } from '../simulation/planted-bugs.ts';

const bug = plantedBugs[process.env['PLANTED'] as PlantedName];
runSources((path, text) => plantInto(bug, path, text));
