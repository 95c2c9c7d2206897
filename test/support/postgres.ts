/** Where the address of a PostgreSQL for tests stands; `npm run test:postgres` starts one and puts it there. */
export const addressVariable = "AUDIENCEKIT_TEST_POSTGRES";

/** `undefined` = there is none, and what needs one is skipped. */
export const postgresAddress: string | undefined = process.env[addressVariable];
