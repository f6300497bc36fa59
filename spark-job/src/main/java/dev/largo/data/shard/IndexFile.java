package dev.largo.data.shard;

import dev.largo.data.DataException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file that indexes a set of shards: gzipped UTF-8 text of tab-separated lines, version 1.
 *
 * <pre>
 * largo-shard-index  1
 * shard  FILE  BYTES  SAMPLES                      once a shard, followed by its samples:
 * MEMBER  OFFSET  LENGTH  LABEL  CRC32C            the image; the checksum as 8 hex digits
 * end  SHARDS  SAMPLES
 * </pre>
 */
public final class IndexFile {
  private static final String HEAD = "largo-shard-index";
  private static final String VERSION = "1";
  private static final int RECORD = 512;

  private IndexFile() {}

  /** Writes shards by file name, in the map's order. The stream is left open. */
  public static void write(OutputStream out, Map<String, IndexedShard> shards) throws IOException {
    GZIPOutputStream gzip = new GZIPOutputStream(out);
    Writer text = new BufferedWriter(new OutputStreamWriter(gzip, StandardCharsets.UTF_8));
    line(text, HEAD, VERSION);
    long count = 0;
    for (Map.Entry<String, IndexedShard> shard : shards.entrySet()) {
      ShardSamples samples = shard.getValue().samples();
      line(text, "shard", shard.getKey(), shard.getValue().bytes(), samples.size());
      for (int i = 0; i < samples.size(); i++) {
        line(
            text,
            samples.name(i),
            samples.offset(i),
            samples.length(i),
            samples.label(i),
            Checksum.hex(samples.checksum(i)));
      }
      count += samples.size();
    }
    line(text, "end", shards.size(), count);
    text.flush();
    gzip.finish();
  }

  private static void line(Writer text, Object... fields) throws IOException {
    for (int i = 0; i < fields.length; i++) {
      text.append(i == 0 ? "" : "\t").append(fields[i].toString());
    }
    text.append('\n');
  }

  /**
   * Reads what {@link #write} wrote. The stream is left open.
   *
   * @param name of the file, for messages
   * @throws DataException if it is anything else
   */
  public static Map<String, IndexedShard> read(InputStream in, String name) throws IOException {
    Reading reading = new Reading(name);
    try {
      BufferedReader text =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(in, 1 << 16), StandardCharsets.UTF_8));
      String line = text.readLine();
      reading.head(line);
      while ((line = text.readLine()) != null) {
        reading.line(line.split("\t", -1));
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw new DataException(
          name, "is a damaged or truncated index (" + e.getMessage() + ")", Reading.REMEDY, e);
    }
    return reading.finish();
  }

  /** The state between two lines. */
  private static final class Reading {
    private static final String REMEDY = "copy it again, or delete it to have the shards scanned";

    private final String name;
    private final Map<String, IndexedShard> shards = new LinkedHashMap<>();
    private ShardSamples.@Nullable Builder open;
    private String shard = "";
    private long bytes;
    private long announced;
    private long samples;
    private int lines = 1;
    private boolean ended;

    Reading(String name) {
      this.name = name;
    }

    void head(@Nullable String line) throws DataException {
      if (line == null || !line.startsWith(HEAD + "\t")) {
        throw new DataException(name, "is no index of shards", REMEDY);
      }
      String version = line.substring(HEAD.length() + 1);
      if (!version.equals(VERSION)) {
        throw new DataException(
            name,
            "has version " + MemberName.printable(version),
            "read it with the Largo that wrote it, or delete it to have the shards scanned");
      }
    }

    void line(String[] fields) throws DataException {
      lines++;
      try {
        require(!ended);
        if (fields.length == 4 && fields[0].equals("shard")) {
          close();
          shard = fields[1];
          bytes = number(fields[2]);
          announced = number(fields[3]);
          require(announced > 0 && !shards.containsKey(shard));
          open = new ShardSamples.Builder(true);
        } else if (fields.length == 3 && fields[0].equals("end")) {
          close();
          ended = true;
          require(number(fields[1]) == shards.size() && number(fields[2]) == samples);
        } else {
          sample(fields);
        }
      } catch (IllegalArgumentException e) {
        throw new DataException(name, "is wrong in line " + lines, REMEDY, e);
      }
    }

    private void sample(String[] fields) {
      ShardSamples.Builder builder = open;
      if (builder == null || fields.length != 5) {
        throw new IllegalArgumentException("a line out of place");
      }
      long offset = number(fields[1]);
      long length = number(fields[2]);
      long label = number(fields[3]);
      require(offset >= builder.end() + RECORD && length > 0 && length < Integer.MAX_VALUE - 8);
      require(offset + length <= bytes && label < Integer.MAX_VALUE);
      builder.add(fields[0], offset, (int) length, (int) label, Checksum.parse(fields[4]));
    }

    private void close() {
      ShardSamples.Builder builder = open;
      if (builder != null) {
        require(builder.size() == announced);
        shards.put(shard, new IndexedShard(bytes, builder.build()));
        samples += announced;
        open = null;
      }
    }

    Map<String, IndexedShard> finish() throws DataException {
      if (!ended) {
        throw new DataException(name, "is truncated", REMEDY);
      }
      return shards;
    }

    /** A number of at least 0. */
    private static long number(String digits) {
      long number = Long.parseLong(digits);
      require(number >= 0);
      return number;
    }

    private static void require(boolean holds) {
      if (!holds) {
        throw new IllegalArgumentException("a value out of place");
      }
    }
  }
}
