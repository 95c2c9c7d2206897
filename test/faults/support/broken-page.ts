// Reads a page of as many broken records as its argument says, and tells how many were left out.
import { batch } from "../../../adapters/batch.ts";
import { createAudiences } from "../../../src/index.ts";

const records = Number(process.argv[2]);
const text = `{"audiences":[0${",0".repeat(records - 1)}],"has_more":false}`;
const fetch = () => Promise.resolve(new Response(text));
const audiences = createAudiences({
  batch: batch({ apiKey: "key-of-a-test", projectKey: "project", fetch }),
});
const { report } = await audiences.list().collect();
process.stdout.write(String(report.providers["batch"]?.refused));
