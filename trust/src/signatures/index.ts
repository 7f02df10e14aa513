/** Signature containers: CMS SignedData made and checked, time-stamp tokens checked. */

export { digestOf, signedAttributes, signedData } from './cms-build.ts';
export { checkSignedData, type SignedDataCheck } from './cms-check.ts';
export { OID as CMS_OID } from './cms-oids.ts';
export { checkTimeStamp, type TimeStampCheck } from './time-stamp.ts';
