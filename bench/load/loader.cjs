/**
 * Loads the file in its argument as n8n does at start, n8n-workflow being there already, and prints
 * the CPU that took, in microseconds, with the files that were read for it.
 */
require('n8n-workflow');
const before = new Set(Object.keys(require.cache));
const start = process.cpuUsage();
for (const exported of Object.values(require(process.argv[2]))) new exported();
const { user, system } = process.cpuUsage(start);
const files = Object.keys(require.cache).filter((file) => !before.has(file));
process.stdout.write(JSON.stringify({ cpu: user + system, files }));
