/** PKIFailureInfo bits of RFC 3161 2.4.2: why a time-stamping authority refused. */
export const TIME_STAMP_FAILURE = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const;

/** Name of a failure bit. */
export type TimeStampFailure = keyof typeof TIME_STAMP_FAILURE;
