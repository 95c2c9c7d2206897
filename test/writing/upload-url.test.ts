import { expect, test } from "vitest";

import { checkUploadUrl } from "../../src/core/writing/upload-url.ts";

const vendor = "https://api.example.com/v1";

test.each([
  "https://bucket.s3.example.com/file?signature=abc",
  "https://storage.example.com:8443/file",
  "https://11.0.0.1/file",
  "https://172.15.0.1/file",
  "https://172.32.0.1/file",
  "https://192.169.0.1/file",
  "https://169.253.0.1/file",
  "https://[2001:db8::1]/file",
  "https://[::2]/file",
  "https://[fb00::1]/file",
  "https://[ff02::1]/file",
  "https://172.2.0.1/file",
  "https://172.160.0.1/file",
  "https://100.0.0.1/file",
  "https://1.10.0.1/file",
  "https://a-localhost.example.com/file",
])("%s is an address to upload to", (address) => {
  expect(checkUploadUrl("shop", address, vendor).href).toBe(address);
});

test.each([
  "",
  "file",
  "/file",
  "http://bucket.s3.example.com/file?signature=abc",
  "ftp://bucket.s3.example.com/file",
  "https://localhost/file",
  "https://LOCALHOST:8080/file",
  "https://127.0.0.1/file",
  "https://0.0.0.0/file",
  "https://10.1.2.3/file",
  "https://192.168.1.1/file",
  "https://169.254.169.254/latest/meta-data",
  "https://172.16.0.1/file",
  "https://172.29.0.1/file",
  "https://172.31.255.255/file",
  "https://[::1]/file",
  "https://[::]/file",
  "https://[fc00::1]/file",
  "https://[fd00::1]/file",
  "https://[fe80::1]/file",
])("%s is none: nothing is sent there, and it is not named", (address) => {
  expect(() => checkUploadUrl("shop", address, vendor)).toThrow(
    expect.objectContaining({
      code: "protocol",
      message:
        "shop: the address given for the upload is not a public https one, so nothing was sent there. Check baseUrl.",
    }),
  );
});

test.each(["http://127.0.0.1:4010", "http://localhost:4010"])(
  "a vendor on this machine, %s, may take uploads there",
  (baseUrl) => {
    expect(checkUploadUrl("shop", "http://localhost:4010/file", baseUrl).port).toBe("4010");
    expect(checkUploadUrl("shop", "https://files.example.com/file", baseUrl).protocol).toBe(
      "https:",
    );
    expect(() => checkUploadUrl("shop", "http://files.example.com/file", baseUrl)).toThrow(
      "not a public https one",
    );
    expect(() => checkUploadUrl("shop", "https://10.0.0.1/file", baseUrl)).toThrow(
      "not a public https one",
    );
  },
);
