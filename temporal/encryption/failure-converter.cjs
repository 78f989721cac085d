const { DefaultFailureConverter } = require('@temporalio/common');

/** Messages and stack traces become payloads, which a codec encrypts. */
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
