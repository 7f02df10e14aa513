/** Signature containers: CMS SignedData made and checked, time-stamps asked for, made, checked and judged. */

export { digestOf, signedAttributes, signedData } from './cms-build.ts';
export { checkSignedData, type SignedDataCheck } from './cms-check.ts';
export { OID as CMS_OID } from './cms-oids.ts';
export { signatureValueOf, withTimeStamp } from './cms-time-stamp.ts';
export { checkTimeStamp, type TimeStampCheck } from './time-stamp.ts';
export type { TimeStampFailure } from './time-stamp-failure.ts';
export { readTimeStampInfo, type TimeStampInfo } from './time-stamp-info.ts';
export { judgeTimeStamp, type TimeStampJudgement } from './time-stamp-judge.ts';
export {
  DEMO_TIME_POLICY,
  makeTimeStamp,
  refuseTimeStamp,
} from './time-stamp-make.ts';
export { readTimeStampRequest, type TimeStampRequest, timeStampRequest } from './time-stamp-request.ts';
export { readTimeStampResponse, type TimeStampAnswer } from './time-stamp-response.ts';
