package dev.largo.data.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CodecPool;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.Decompressor;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks pages with Parquet's codecs. Where a damaged page holds less than it says, Parquet's own
 * reading goes round for ever with some of them.
 */
final class SafeCodecs implements CompressionCodecFactory {
  private final Codecs codecs;
  private final List<Unpacking> open = new ArrayList<>();

  SafeCodecs(Configuration hadoop) {
    this.codecs = new Codecs(hadoop);
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("only reads");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    CompressionCodec codec = codecs.getCodec(name);
    Unpacking unpacking =
        new Unpacking(codec, codec == null ? null : CodecPool.getDecompressor(codec));
    open.add(unpacking);
    return unpacking;
  }

  @Override
  public void release() {
    open.forEach(Unpacking::release);
    open.clear();
  }

  /** Makes its parent's choice of codecs visible. */
  private static final class Codecs extends CodecFactory {
    Codecs(Configuration hadoop) {
      super(hadoop, 0);
    }

    @Override
    protected @Nullable CompressionCodec getCodec(CompressionCodecName name) {
      return super.getCodec(name);
    }
  }

  /**
   * One codec at work.
   *
   * @param codec null: pages are not packed
   * @param decompressor null where the codec needs none
   */
  private record Unpacking(@Nullable CompressionCodec codec, @Nullable Decompressor decompressor)
      implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int length) throws IOException {
      if (codec == null) {
        return bytes;
      }
      if (decompressor != null) {
        decompressor.reset();
      }
      byte[] unpacked = new byte[length];
      try (InputStream in = codec.createInputStream(bytes.toInputStream(), decompressor)) {
        int done = 0;
        while (done < length) {
          int read = in.read(unpacked, done, length - done);
          // Some of the streams end with zeros.
          if (read <= 0) {
            throw new EOFException("a page unpacks to " + done + " bytes and says " + length);
          }
          done += read;
        }
      }
      return BytesInput.from(unpacked);
    }

    @Override
    public void decompress(ByteBuffer packed, int from, ByteBuffer unpacked, int length) {
      throw new UnsupportedOperationException("only on the heap");
    }

    @Override
    public void release() {
      if (decompressor != null) {
        CodecPool.returnDecompressor(decompressor);
      }
    }
  }
}
