package dev.largo.data.parquet;

import static dev.largo.data.TestSets.HADOOP;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafeCodecsTest {
  private static final byte[] PAGE = "a page of a row group".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPageThatHoldsLessThanItSaysIsRefused(CompressionCodecName name) throws IOException {
    BytesInput packed = packed(name);
    SafeCodecs codecs = new SafeCodecs(HADOOP);
    BytesInputDecompressor codec = codecs.getDecompressor(name);

    assertThrows(IOException.class, () -> codec.decompress(packed, PAGE.length + 1).toByteArray());
    assertArrayEquals(PAGE, codec.decompress(packed, PAGE.length).toByteArray());
    codecs.release();
  }

  private static BytesInput packed(CompressionCodecName name) throws IOException {
    CompressionCodecFactory codecs = new CodecFactory(HADOOP, 1 << 10);
    try {
      BytesInput packed = codecs.getCompressor(name).compress(BytesInput.from(PAGE));
      return BytesInput.from(packed.toByteArray());
    } finally {
      codecs.release();
    }
  }
}
