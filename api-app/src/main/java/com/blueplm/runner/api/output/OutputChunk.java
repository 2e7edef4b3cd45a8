package com.blueplm.runner.api.output;

import com.blueplm.runner.contract.OutputStream;

/**
 * Whole lines of one stream.
 *
 * @param firstLine the number of the first line
 * @param lineCount how many lines
 * @param byteOffset the first byte's offset in its attempt's stream
 * @param data the bytes, newlines included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OutputChunk(
    long firstLine,
    int lineCount,
    int attempt,
    OutputStream stream,
    long byteOffset,
    byte[] data) {}
