/**
 * Loads a file as n8n does when it starts, with n8n-workflow already loaded. Prints the CPU it took, in
 * microseconds, and the files that were read.
 */
require('n8n-workflow');
const before = new Set(Object.keys(require.cache));
const start = process.cpuUsage();
for (const exported of Object.values(require(process.argv[2]))) new exported();
const { user, system } = process.cpuUsage(start);
const files = Object.keys(require.cache).filter((file) => !before.has(file));
process.stdout.write(JSON.stringify({ cpu: user + system, files }));
