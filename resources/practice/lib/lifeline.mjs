/**
 * Ends this process when the practice that started it ends. The starter holds the other end of stdin; the kernel
 * closes it whatever way the starter dies, kill -9 included.
 */
export function exitWithStarter() {
  const leave = () => process.exit(0);
  process.stdin.on('end', leave).on('close', leave).on('error', leave).resume();
}
