/**
 * The parts of hdr-histogram-js that palaver uses. Its index also loads WebAssembly, log writers and number formatters,
 * which doubles its loading time in every load thread.
 */
import int32 from 'hdr-histogram-js/dist/Int32Histogram.js';
import js from 'hdr-histogram-js/dist/JsHistogram.js';
// Adds `decode` and `encodeIntoCompressedBase64` to JsHistogram.
import 'hdr-histogram-js/dist/JsHistogram.encoding.js';

export const Int32Histogram = int32.default;
export type Int32Histogram = int32.default;
export const { JsHistogram } = js;
