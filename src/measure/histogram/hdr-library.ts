/**
 * The part of hdr-histogram-js that palaver uses. Its index also loads WebAssembly, log writers and number formatters,
 * which doubles its loading time in every load thread.
 */
import int32 from 'hdr-histogram-js/dist/Int32Histogram.js';

export const Int32Histogram = int32.default;
export type Int32Histogram = int32.default;
