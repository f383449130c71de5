process.stderr.write('holdpoint: the command line is not built yet\n');
process.exitCode = 70;
