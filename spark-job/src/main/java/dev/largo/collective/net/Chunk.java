package dev.largo.collective.net;

import java.nio.ByteBuffer;

/** A piece's bytes, little-endian from offset 0 on, in memory that is reused after the release. */
record Chunk(ByteBuffer bytes, Runnable release) {}
