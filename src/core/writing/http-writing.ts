import type { Judge } from "../http/answer.ts";
import type { CallContext } from "../call-context.ts";
import { createCreation } from "./creation.ts";
import type { Creation } from "./creation.ts";
import type { Answer } from "../http/exchange.ts";
import type { HttpSettings } from "../http/http-options.ts";
import type { Observe } from "../http.ts";
import { timeOf, transmitFile } from "./parcel.ts";
import type { Parcel } from "./parcel.ts";
import type { Persist } from "../http/persistence.ts";
import { createScrubber } from "../redact.ts";
import type { Transport } from "../http/shell.ts";
import { checkUploadUrl } from "./upload-url.ts";
import { createUploader } from "./upload.ts";
import type { Upload, UploadSpec, UploadTicket } from "./upload.ts";
import { createWriteEndpoints } from "./write-endpoint.ts";
import type { WriteEndpoints } from "./write-endpoint.ts";

/** What an adapter declares its writes with. */
export interface HttpWriting extends WriteEndpoints, Creation {
  /** Makes the function that uploads a file whose text comes as a stream, and gives the vendor's id of it. */
  upload<Ticket extends UploadTicket>(spec: UploadSpec<Ticket>): Upload;
}

/** What writes share with reads. */
export interface HttpWritingSetup {
  readonly vendor: string;
  readonly bearer: string;
  readonly settings: HttpSettings;
  readonly transport: Transport;
  readonly judge: Judge;
  readonly observe: Observe;
  readonly persist: Persist;
}

export function createHttpWriting(setup: HttpWritingSetup): HttpWriting {
  const { settings, transport, judge, observe, persist } = setup;

  /** Puts a file at an address that the vendor gave: no key of ours goes there, and the address is told to nobody. */
  async function put({ url, headers, body }: Parcel, context: CallContext): Promise<Headers> {
    const { origin, search } = checkUploadUrl(setup.vendor, url, settings.baseUrl);
    const hide = createScrubber([setup.bearer, url, search]);
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
    return persist({ run, repeatable: true, writes: false, extraTime: timeOf(body) }, context);
  }

  return {
    ...createWriteEndpoints(transport, settings.runtime),
    ...createCreation(settings.runtime),
    upload: createUploader(put, settings.runtime),
  };
}
