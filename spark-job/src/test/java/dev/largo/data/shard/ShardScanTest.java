package dev.largo.data.shard;

import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.shard.Tars.location;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardScanTest {
  private static final byte[] IMAGE = {1, 2, 3};

  @TempDir Path folder;
  Path shard;

  @BeforeEach
  void name() {
    shard = folder.resolve("s-0.tar");
  }

  @Test
  void membersOfOneKeyAreASample() throws IOException {
    try (Tars tar = new Tars(shard)) {
      tar.add("readme.txt", "x").add("a.JPG", IMAGE).add("a.cls", "3\n").add("a.txt", "caption");
      tar.add("./dir/b.seg.png", new byte[9]).add("dir/b.png", new byte[700]);
      tar.add("dir/b.json", "{\"label\": 5, \"note\": \"x\"}").add("._c.jpg", "junk");
      tar.add("c.json", "{\"cls\": \"7\"}").add("c.jpeg", IMAGE).add("c.cls", "2");
    }

    ShardSamples samples = scan();

    assertEquals(List.of("a.JPG", "dir/b.png", "c.jpeg"), names(samples));
    assertArrayEquals(new int[] {3, 5, 2}, labels(samples));
    assertEquals(700, samples.length(1));
    assertArrayEquals(IMAGE, bytesOf(samples, 2));
  }

  @Test
  void longNamesAreReadWhoeverWroteThem() throws IOException {
    String stem = "a/".repeat(200) + "näme";
    for (boolean gnu : new boolean[] {true, false}) {
      try (Tars tar = new Tars(shard)) {
        Tars unused = gnu ? tar.gnu() : tar;
        tar.add(stem + ".jpg", IMAGE).add(stem + ".cls", "0");
      }

      assertEquals(List.of(stem + ".jpg"), names(scan()));
      assertArrayEquals(IMAGE, bytesOf(scan(), 0));
    }
  }

  @Test
  void samplesWithoutImageOrLabelAreRefused() throws IOException {
    try (Tars tar = new Tars(shard)) {
      tar.add("a.jpg", IMAGE);
    }
    assertRefused(this::scan, "s-0.tar: ", "member \"a.jpg\" has no label");

    try (Tars tar = new Tars(shard)) {
      tar.add("a.cls", "1");
    }
    assertRefused(this::scan, "s-0.tar: ", "member \"a\" has a label and no image");

    try (Tars tar = new Tars(shard)) {
      tar.add("a.txt", "1");
    }
    assertRefused(this::scan, "s-0.tar: holds no samples");
  }

  @Test
  void aKeyOfTwoSamplesIsRefused() throws IOException {
    try (Tars tar = new Tars(shard)) {
      tar.add("a.jpg", IMAGE).add("a.cls", "1").add("a.png", IMAGE);
    }
    assertRefused(this::scan, "member \"a.png\" is a second image of one key");

    try (Tars tar = new Tars(shard)) {
      tar.add("a.jpg", IMAGE).add("a.cls", "1").add("a.cls", "1");
    }
    assertRefused(this::scan, "member \"a.cls\" is a second label of one key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a.jpg", "/etc/a.jpg", "x/../../a.jpg"})
  void aNameThatLeadsOutIsRefused(String name) throws IOException {
    try (Tars tar = new Tars(shard)) {
      tar.add(name, IMAGE);
    }

    assertRefused(this::scan, "s-0.tar: ", name, "leads out of the archive");
  }

  @Test
  void linksAndDevicesAreRefused() throws IOException {
    for (byte kind :
        new byte[] {
          TarConstants.LF_LINK,
          TarConstants.LF_SYMLINK,
          TarConstants.LF_CHR,
          TarConstants.LF_BLK,
          TarConstants.LF_FIFO
        }) {
      try (Tars tar = new Tars(shard)) {
        tar.special("a.jpg", kind);
      }
      assertRefused(this::scan, "member \"a.jpg\" is a link, device");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cat", "-1", "1.5", "99999999999"})
  void aLabelThatIsNoClassNumberIsRefused(String label) throws IOException {
    try (Tars tar = new Tars(shard)) {
      tar.add("a.jpg", IMAGE).add("a.cls", label);
    }
    assertRefused(this::scan, "s-0.tar: member \"a.cls\" holds ", "class number");

    try (Tars tar = new Tars(shard)) {
      tar.add("a.jpg", IMAGE).add("a.json", "{\"other\": 1}");
    }
    assertRefused(this::scan, "member \"a.json\" holds no label");
  }

  @Test
  void aTruncatedShardIsRefusedWhereverItEnds() throws IOException {
    try (Tars tar = new Tars(shard)) {
      tar.add("a.jpg", new byte[600]).add("a.cls", "1").add("b.jpg", IMAGE).add("b.cls", "1");
    }
    byte[] whole = Files.readAllBytes(shard);
    // 512 + 1024 + 2 * 512 + 2 * 1024: all before the end marker.
    for (int length : new int[] {100, 700, 1536, 2048, 2500, 2560, 3584, 4000, 4608}) {
      Files.write(shard, Arrays.copyOf(whole, length));
      assertRefused(this::scan, "s-0.tar: ", "truncated");
    }
  }

  @Test
  void aDamagedHeaderIsRefused() throws IOException {
    try (Tars tar = new Tars(shard)) {
      tar.add("a.jpg", IMAGE).add("a.cls", "1");
    }
    byte[] bytes = Files.readAllBytes(shard);
    bytes[1024] = 'z';
    Files.write(shard, bytes);

    assertRefused(this::scan, "s-0.tar: has a damaged header after member \"a.jpg\"");
  }

  private ShardSamples scan() throws IOException {
    ShardFile file = new ShardFile(path(), Files.size(shard), 0);
    return ShardScan.scan(location(shard).fileSystem(path()), file);
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(shard.toUri());
  }

  private byte[] bytesOf(ShardSamples samples, int sample) throws IOException {
    int from = (int) samples.offset(sample);
    return Arrays.copyOfRange(Files.readAllBytes(shard), from, from + samples.length(sample));
  }

  private static List<String> names(ShardSamples samples) {
    return IntStream.range(0, samples.size()).mapToObj(samples::name).toList();
  }

  private static int[] labels(ShardSamples samples) {
    return IntStream.range(0, samples.size()).map(samples::label).toArray();
  }
}
