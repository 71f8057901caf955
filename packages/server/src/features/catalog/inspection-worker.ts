import { parentPort } from 'node:worker_threads';
import { type InspectionJob, inspectPack } from './inspect-pack.ts';

/** The thread that `inspect.ts` starts: answers one job after the other. */
parentPort!.on('message', (job: InspectionJob) => parentPort!.postMessage({ done: inspectPack(job) }));
