import { findChromium } from './chromium.ts';
import { playwright } from './counts.ts';
import { withStage } from './with-stage.ts';

// `npm run journeys -w e2e -- answer-a-ticket`: some journeys on a stage of their own.
const say = (line: string) => process.stdout.write(`${line}\n`);
const words = process.argv.slice(2);
const env = { CHROME_PATH: await findChromium(say) };
const counts = process.env.STAGE_DEMO
  ? await playwright(words, env)
  : await withStage(say, (stage) => playwright(words, { ...env, ...stage }));
process.exit(counts.failed || !counts.passed ? 1 : 0);
