package dev.largo.data.pack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import dev.largo.data.LocalFiles;
import dev.largo.data.format.StoredSet;
import dev.largo.data.shard.IndexFile;
import dev.largo.data.shard.IndexName;
import dev.largo.data.shard.IndexedShard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * The directory that shards are packed into.
 *
 * <p>{@code NAME.pack.json} says what is packed there, from the first moment: the same request goes
 * on where it was interrupted, any other is refused. A shard is written under a hidden name and
 * gets its own when it is whole; before that its index stands beside it, hidden too. {@code
 * NAME.index.gz} comes last, when all is there.
 */
public final class PackDirectory {
  private static final String CLASSES = "classes.txt";

  private final FileSystem files;
  private final Path directory;
  private final String name;

  /** The directory of a request; nothing is looked up yet. */
  public PackDirectory(PackRequest request, Configuration hadoop) throws IOException {
    DataLocation location = new DataLocation("DST", request.destination(), hadoop);
    this.directory = location.path();
    this.files = LocalFiles.plain(location.fileSystem(directory));
    this.name = request.name();
  }

  /**
   * Makes the directory, or finds that an interrupted packing can go on in it.
   *
   * @throws DataException if it holds anything else
   */
  public void prepare(PackRequest request, StoredSet set, PackPlan plan) throws IOException {
    byte[] wanted = manifest(request, set, plan);
    byte[] classes = (String.join("\n", set.classNames()) + "\n").getBytes(StandardCharsets.UTF_8);
    Path manifest = new Path(directory, name + ".pack.json");
    if (!files.exists(directory)) {
      files.mkdirs(directory);
    } else if (!files.getFileStatus(directory).isDirectory()) {
      throw refused("is a file", "give a new directory");
    } else if (files.exists(manifest)) {
      if (!Arrays.equals(read(manifest), wanted)) {
        throw refused(
            "holds another packing called " + name + " (see " + manifest.getName() + ")",
            "give a new directory or another --name");
      }
    } else {
      requireFree();
    }
    Path classFile = new Path(directory, CLASSES);
    if (files.exists(classFile) && !Arrays.equals(read(classFile), classes)) {
      throw refused(
          "holds classes.txt with other classes",
          "give a new directory, or --classes with the file of the training set");
    }
    // First, so that what an interruption leaves is known for what it is.
    write(manifest, wanted);
    write(classFile, classes);
  }

  private void requireFree() throws IOException {
    boolean packed = false;
    boolean other = false;
    for (FileStatus entry : files.listStatus(directory)) {
      String there = entry.getPath().getName();
      packed |= there.endsWith(".pack.json");
      other |= !there.startsWith(".");
      if (there.matches(Pattern.quote(name) + "(-\\d+\\.tar|\\.index\\.gz)")) {
        throw refused("holds " + there + " and no " + name + ".pack.json", "give a new directory");
      }
    }
    if (other && !packed) {
      throw refused("exists and is not empty", "give a new directory");
    }
  }

  private static byte[] manifest(PackRequest request, StoredSet set, PackPlan plan)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode node = json.createObjectNode();
    node.put("version", 1);
    node.put("source_fingerprint", set.store().fingerprint());
    node.put("samples", set.store().size());
    node.put("classes", set.classNames().size());
    node.put("shards", plan.shards());
    node.put("shard_bytes", request.shardBytes());
    node.put("seed", request.seed());
    node.put("resize_shorter", request.shorter());
    node.put("quality", request.shorter() == null ? null : request.quality());
    return (json.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Whether all has been packed before. */
  public boolean isFinished() throws IOException {
    return files.exists(index());
  }

  /** Whether a shard has been packed before. */
  public boolean isDone(int shard) throws IOException {
    if (!files.exists(path(shard))) {
      return false;
    }
    if (!files.exists(part(shard))
        || part(shard, path(shard).getName()).bytes()
            != files.getFileStatus(path(shard)).getLen()) {
      throw new DataException(
          path(shard).toString(), "is not what this packing wrote", "move it away");
    }
    return true;
  }

  /** A hidden name to write a shard under, unlike any other. */
  Path draft(int shard) {
    return new Path(directory, "." + path(shard).getName() + ".draft-" + UUID.randomUUID());
  }

  FileSystem files() {
    return files;
  }

  /** Gives a whole shard its name. */
  void publish(int shard, Path draft, IndexedShard written) throws IOException {
    Path partDraft = draft(shard);
    try (FSDataOutputStream out = files.create(partDraft, false)) {
      IndexFile.write(out, Map.of(path(shard).getName(), written));
      sync(out);
    }
    rename(partDraft, part(shard));
    rename(draft, path(shard));
  }

  /** Another attempt at the same shard may have been faster; it wrote the same. */
  private void rename(Path from, Path to) throws IOException {
    if (files.exists(to)) {
      files.delete(from, false);
    } else if (!files.rename(from, to) && !files.exists(to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  /** Writes the index of all shards, and removes what only an unfinished packing needs. */
  public void finish(PackPlan plan) throws IOException {
    Map<String, IndexedShard> all = new LinkedHashMap<>();
    for (int shard = 0; shard < plan.shards(); shard++) {
      if (!isDone(shard)) {
        throw new DataException(
            path(shard).toString(), "is not there", "give a destination that all hosts share");
      }
      all.put(path(shard).getName(), part(shard, path(shard).getName()));
    }
    Path draft = new Path(directory, "." + name + ".index-" + UUID.randomUUID());
    try (FSDataOutputStream out = files.create(draft, false)) {
      IndexFile.write(out, all);
      sync(out);
    }
    rename(draft, index());
    String quoted = Pattern.quote(name);
    String leftOver =
        "\\.(%s-\\d+\\.tar\\..*|%s\\.index-.*|(%s\\.pack\\.json|classes\\.txt)\\.draft-.*)"
            .formatted(quoted, quoted, quoted);
    for (FileStatus entry : files.listStatus(directory)) {
      if (entry.getPath().getName().matches(leftOver)) {
        files.delete(entry.getPath(), false);
      }
    }
  }

  /** What has been written to a stream survives the machine, where the file system can do that. */
  static void sync(FSDataOutputStream out) throws IOException {
    if (out.hasCapability(StreamCapabilities.HSYNC)) {
      out.hsync();
    }
  }

  Path path(int shard) {
    return new Path(directory, String.format(Locale.ROOT, "%s-%06d.tar", name, shard));
  }

  private Path part(int shard) {
    return new Path(directory, "." + path(shard).getName() + ".index.gz");
  }

  private IndexedShard part(int shard, String shardName) throws IOException {
    try (InputStream in = files.open(part(shard))) {
      IndexedShard found = IndexFile.read(in, part(shard).toString()).get(shardName);
      if (found == null) {
        throw new DataException(part(shard).toString(), "is about another shard", "move it away");
      }
      return found;
    }
  }

  private Path index() {
    return IndexName.of(path(0));
  }

  private byte[] read(Path path) throws IOException {
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }

  private void write(Path path, byte[] bytes) throws IOException {
    if (!files.exists(path)) {
      Path draft = new Path(directory, "." + path.getName() + ".draft-" + UUID.randomUUID());
      try (FSDataOutputStream out = files.create(draft, false)) {
        out.write(bytes);
        sync(out);
      }
      rename(draft, path);
    }
  }

  private DataException refused(String problem, String remedy) {
    return new DataException(directory.toString(), problem, remedy);
  }
}
