import nock from "nock";

// No test reaches a vendor. Servers that a test starts itself are on loopback.
nock.disableNetConnect();
nock.enableNetConnect(/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/);
