// Imports what it is told to and tells what that cost. It imports nothing of its own, so that nothing is paid before.
const wanted: unknown = JSON.parse(process.argv[2] ?? "[]");

const before = process.cpuUsage();
for (const module of Array.isArray(wanted) ? wanted : []) {
  await import(String(module));
}
const { user, system } = process.cpuUsage(before);
process.send?.({ cpu: (user + system) / 1000 }, () => process.exit());
