import type { CallContext } from "../call-context.ts";
import { connectionOf } from "./connection-of.ts";
import { createCreation } from "./creation.ts";
import type { Creation } from "./creation.ts";
import type { Http } from "../http.ts";
import type { Answer } from "../http/exchange.ts";
import { timeOf, transmitFile } from "./parcel.ts";
import type { Parcel } from "./parcel.ts";
import { createRecordEndpoint } from "../http/record.ts";
import type { RecordEndpoint } from "../http/record.ts";
import { createScrubber } from "../redact.ts";
import { checkUploadUrl } from "./upload-url.ts";
import { createUploader } from "./upload.ts";
import type { Upload, UploadSpec, UploadTicket } from "./upload.ts";
import { createWriteEndpoints } from "./write-endpoint.ts";
import type { WriteEndpoints } from "./write-endpoint.ts";
import type { WriteContext } from "./contract.ts";
import { createWriteTransport } from "./write-transport.ts";
import type { WriteRequest } from "./write-transport.ts";

/** What an adapter declares its writes with. */
export interface HttpWriting extends WriteEndpoints, Creation {
  /** Makes the function that sends one write, and reads the record that it is answered with. */
  readonly record: RecordEndpoint<WriteRequest, WriteContext>;
  /** Makes the function that uploads a file whose text comes as a stream, and gives the vendor's id of it. */
  upload<Ticket extends UploadTicket>(spec: UploadSpec<Ticket>): Upload;
}

/**
 * What an adapter declares its writes with, over what it reads with: the same key, pace, deadlines and repeats.
 * @throws AudienceError `invalid_argument` for what `createHttp` did not give
 */
export function createHttpWriting(http: Http): HttpWriting {
  const connection = connectionOf(http);
  const { vendor, bearer, settings, judge, observe, persist } = connection;
  const transport = createWriteTransport(connection);

  /** Puts a file at an address that the vendor gave: no key of ours goes there, and the address is told to nobody. */
  async function put({ url, headers, body }: Parcel, context: CallContext): Promise<Headers> {
    const { origin, search } = checkUploadUrl(vendor, url, settings.baseUrl);
    const hide = createScrubber([bearer, url, search]);
    const send = (signal: AbortSignal): Promise<Answer> =>
      transmitFile({ url, headers, body }, { ...settings, signal });
    const run = async (timeout: number, attempt: number): Promise<Headers> => {
      const call = { method: "PUT", url: origin, attempt };
      const answer = await observe(call, send, timeout, context, hide);
      if (answer.status < 200 || answer.status >= 300) {
        throw judge.refuse(answer, context);
      }
      return answer.headers;
    };
    return persist({ run, repeatable: true, extraTime: timeOf(body) }, context);
  }

  return {
    record: createRecordEndpoint(transport),
    ...createWriteEndpoints(transport, settings.runtime),
    ...createCreation(settings.runtime),
    upload: createUploader(put, settings.runtime),
  };
}
