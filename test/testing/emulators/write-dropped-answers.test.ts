import { describe, expect, test } from "vitest";
import type { Intercept } from "../../../src/testing/index.ts";
import { createEmulators } from "../../../src/testing/index.ts";
import {
  createWhopAudience,
  creation,
  csvOf,
  fileAnswer,
  readyFile,
  send,
  sendBatch,
  sendSonarly,
  untilDone,
} from "./write-support.ts";

/** Lets one operation happen, and loses its answer. */
const losing =
  (lost: string): Intercept =>
  async ({ operation }, next) => {
    const answer = await next();
    if (operation === lost) throw new TypeError("fetch failed");
    return answer;
  };

const emulated = (lost: string) => createEmulators({ size: 0, intercept: losing(lost) });

describe("a lost answer leaves the change that was made", () => {
  test("Whop: a file, its bytes, an audience, its people, its end", async () => {
    const { whop } = emulated("createFile");
    await expect(send(whop, "POST", "/files", { filename: "a.csv" })).rejects.toThrow(
      "fetch failed",
    );
    expect(whop.files.list()).toHaveLength(1);

    const uploading = emulated("upload").whop;
    const { body } = await send(uploading, "POST", "/files", { filename: "a.csv" });
    const { upload_url: url, upload_headers: headers } = fileAnswer.parse(body);
    const put = uploading.fetch(url ?? "", {
      method: "PUT",
      headers: headers ?? {},
      body: "email",
    });
    await expect(put).rejects.toThrow("fetch failed");
    expect(uploading.files.list()).toMatchObject([{ bytes: 5 }]);

    const creating = emulated("create").whop;
    await expect(createWhopAudience(creating, csvOf(2))).rejects.toThrow("fetch failed");
    const [audience] = creating.audiences.list();
    expect(creating.members(audience?.id ?? "")).toHaveLength(2);

    const adding = emulated("addPeople").whop;
    const id = await createWhopAudience(adding, csvOf(2));
    adding.advance(untilDone);
    const file_id = await readyFile(adding, csvOf(1, 3));
    await expect(send(adding, "POST", `/audiences/${id}/add_people`, { file_id })).rejects.toThrow(
      "fetch failed",
    );
    expect(adding.members(id)).toHaveLength(3);

    const deleting = emulated("delete").whop;
    const gone = await createWhopAudience(deleting, csvOf(2));
    await expect(send(deleting, "DELETE", `/audiences/${gone}`)).rejects.toThrow("fetch failed");
    expect(deleting.audiences.list()).toEqual([]);
  });

  test("Whop: and a repeat under the same key finds the answer that was lost", async () => {
    let lose = true;
    const { whop } = createEmulators({
      size: 0,
      async intercept({ operation }, next) {
        const answer = await next();
        if (operation !== "create" || !lose) return answer;
        lose = false;
        throw new TypeError("fetch failed");
      },
    });
    const body = creation(whop, { file_id: await readyFile(whop, csvOf(2)) });
    const create = () =>
      send(whop, "POST", "/audiences", body, { headers: { "idempotency-key": "k1" } });
    await expect(create()).rejects.toThrow("fetch failed");
    const again = await create();
    expect(again.status).toBe(201);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(whop.audiences.list()).toMatchObject([again.body].map((one) => ({ id: idOf(one) })));
  });

  test.each([
    ["create", []],
    ["update", ["c1", "c2"]],
    ["replace", ["c2"]],
  ])("Batch: %s", async (lost, ids) => {
    const { batch } = emulated(lost);
    const ask = (operation: string, fields: object) =>
      sendBatch(batch, operation, { name: "vip", ...fields }).catch(() => undefined);
    await ask("create", { type: "custom_ids" });
    if (lost !== "create") {
      await ask("update", { ids: ["c1", "c2"].map((id) => ({ id, action: "add" })) });
      if (lost === "replace") await ask("replace", { ids: [{ id: "c2" }] });
    }
    expect(batch.requests.at(-1)).toMatchObject({ operation: lost, status: undefined });
    expect(batch.members("vip").map(({ id }) => id)).toEqual(ids);
  });

  test("Batch: remove", async () => {
    const { batch } = emulated("remove");
    await sendBatch(batch, "create", { name: "vip", type: "custom_ids" });
    await expect(sendBatch(batch, "remove", { name: "vip" })).rejects.toThrow("fetch failed");
    expect(batch.audiences.list()).toEqual([]);
  });

  test("Sonarly: create, update and delete", async () => {
    const input = { name: "A", type: "monitoring" };
    const creating = emulated("create").sonarly;
    await expect(sendSonarly(creating, "POST", "/audiences", input)).rejects.toThrow(
      "fetch failed",
    );
    expect(creating.audiences.list()).toHaveLength(1);

    const updating = emulated("update").sonarly;
    const { id } = updating.audiences.add();
    await expect(sendSonarly(updating, "PATCH", `/audiences/${id}`, { name: "B" })).rejects.toThrow(
      "fetch failed",
    );
    expect(updating.audiences.get(id)?.name).toBe("B");

    const deleting = emulated("delete").sonarly;
    const other = deleting.audiences.add();
    await expect(sendSonarly(deleting, "DELETE", `/audiences/${other.id}`)).rejects.toThrow(
      "fetch failed",
    );
    expect(deleting.audiences.list()).toEqual([]);
  });
});

const idOf = (body: unknown): unknown =>
  typeof body === "object" && body !== null && "id" in body ? body.id : undefined;
