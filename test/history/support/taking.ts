// Takes snapshots of audiences that all change, one after the other, until it is killed.
import { memory } from "../../../adapters/memory.ts";
import { createAudiences } from "../../../src/core/audiences.ts";
import { takeSnapshot } from "../../../src/history/index.ts";
import { openStore } from "../../../src/store/index.ts";

const store = await openStore({ address: process.argv[2] });
for (let round = 0; ; round += 1) {
  const list = Array.from({ length: 500 }, (_, index) => ({
    id: `a${index}`,
    name: `Round ${round} of ${process.pid}`,
  }));
  process.stdout.write("begin\n");
  const audiences = createAudiences({
    shop: memory({ audiences: list }),
    leads: memory({ audiences: list }),
  });
  await takeSnapshot(audiences, { store });
}
