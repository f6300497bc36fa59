package dev.largo.bench;

import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import dev.largo.data.Seeds;
import java.io.IOException;
import java.util.List;

/** Files as a contender reads them, a random part of each, another one in each round. */
final class FileSource implements SampleSource {
  private final List<byte[]> files;
  private final BuiltInContender contender;
  private final ImageShape shape;
  private final int round;

  FileSource(List<byte[]> files, BuiltInContender contender, ImageShape shape, int round) {
    this.files = List.copyOf(files);
    this.contender = contender;
    this.shape = shape;
    this.round = round;
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public List<String> classNames() {
    return List.of("image");
  }

  @Override
  public int label(int index) {
    return 0;
  }

  @Override
  public int read(int index, byte[] pixels) throws IOException {
    long seed = Seeds.mix(round, index);
    return read(index, Recipe.AREA.framing(seed, shape.width(), shape.height()), pixels);
  }

  @Override
  public int read(int index, Framing framing, byte[] pixels) throws IOException {
    contender.read(files.get(index), framing, shape, pixels);
    return 0;
  }

  @Override
  public String fingerprint() {
    return "";
  }
}
