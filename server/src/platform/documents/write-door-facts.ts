import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsFile, gatherFacts } from './door-facts.js';

// A step of the build: the types of answers are gone at run time, so they are written down beside the compiled code.
writeFileSync(factsFile, JSON.stringify(await gatherFacts(join(import.meta.dirname, '../../../..'))));
