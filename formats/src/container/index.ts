/** ZIP and XML from outside, read with limits; ZIP and XML of ours, written in one fixed way. */
export type { Finding } from '../finding.ts';
export { equalBytes } from './canonical-form.ts';
export { ContainerError } from './container-error.ts';
export { crc32 } from './crc32.ts';
export { defaultXmlLimits, defaultZipLimits, type XmlLimits, type ZipLimits } from './limits.ts';
export { parseXml, parseXmlPartly, XmlError } from './parse-xml.ts';
export { patchZip, type ZipPatch } from './patch-zip.ts';
export { readZip, type ZipContent } from './read-zip.ts';
export { serializeXml, xmlText } from './serialize-xml.ts';
export { writeZip, type ZipEntry } from './write-zip.ts';
export {
  attr,
  child,
  children,
  childText,
  descendants,
  element,
  text,
  type XmlAttribute,
  type XmlElement,
} from './xml-element.ts';
