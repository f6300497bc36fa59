package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code largo data} shows of a set. */
final class DataIT {
  @TempDir static Path directory;
  private static TinySet set;

  @BeforeAll
  static void makeSet() {
    set = new TinySet(directory);
  }

  @Test
  void countsAndSizesAreToldAndASheetIsDrawnOnce() throws Exception {
    Path sheet = directory.resolve("sheet.png");
    String conf = set.configuration().toString();

    Cli.Result shown = Cli.run("data", conf, "--sheet", sheet.toString());

    assertEquals(0, shown.status(), shown.err());
    assertTrue(shown.out().contains("training: 200 samples of 10 classes"), shown.out());
    assertTrue(shown.out().contains("20 to 20, median 20"), shown.out());
    assertTrue(shown.out().contains("32-63: 200"), shown.out());
    assertTrue(shown.out().contains("cannot be read: 0 of 200"), shown.out());
    BufferedImage image = ImageIO.read(sheet.toFile());
    assertEquals(8 * 68 + 4, image.getWidth());
    assertEquals(5 * 68 + 4, image.getHeight());
    // The sample as it is, twice the size, is not what its epochs see: they are cropped at random.
    assertFalse(Arrays.equals(tile(image, 0), tile(image, 1)));

    Cli.Result again = Cli.run("data", conf, "--sheet", sheet.toString());
    assertEquals(2, again.status());
    assertTrue(again.err().contains(sheet.toString()), again.err());
  }

  private static int[] tile(BufferedImage image, int row) {
    return image.getRGB(4, 4 + 68 * row, 64, 64, null, 0, 64);
  }

  @Test
  void samplesThatCannotBeReadAreListedAndFailTheCommand() throws Exception {
    Path cut = set.data().resolve("validation/star/00001.jpg");
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    try {
      Path sheet = directory.resolve("none.png");

      Cli.Result shown =
          Cli.run("data", set.configuration().toString(), "--sheet", sheet.toString());

      assertEquals(1, shown.status(), shown.err());
      assertTrue(shown.out().contains("cannot be read: 1 of 50"), shown.out());
      assertTrue(shown.out().contains("star/00001.jpg"), shown.out());
      assertFalse(Files.exists(sheet));
    } finally {
      Files.write(cut, whole);
    }
  }
}
