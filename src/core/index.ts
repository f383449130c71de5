/** The core process of the desktop app: a plain Node program that Electron starts. It answers windows over ports. */
import { runCoreProcess } from './process/core-process';

runCoreProcess(process.argv.slice(2));
