// pdfjs-dist ships no types for these two files; `decoders.ts` says what we use of them.
declare module 'pdfjs-dist/image_decoders/pdf.image_decoders.mjs';
declare module 'pdfjs-dist/wasm/openjpeg_nowasm_fallback.js' {
  const create: (options: { warn: (message: string) => void }) => Promise<unknown>;
  export default create;
}
