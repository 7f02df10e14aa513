/** The PDF reader's own thread; a file of its own, so that the strict content policy admits it. */
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
