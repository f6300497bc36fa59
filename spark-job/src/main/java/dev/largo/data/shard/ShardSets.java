package dev.largo.data.shard;

import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import dev.largo.data.Parallel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sets of shards: by the index beside them, or without one by scanning them. */
public final class ShardSets {
  private static final Logger LOG = LoggerFactory.getLogger(ShardSets.class);

  /** Reading headers is mostly waiting. */
  private static final int SCANNING_THREADS = 8;

  private static final Remembered<ShardIndex> OPENED = new Remembered<>();

  private ShardSets() {}

  /**
   * The index of all shards that a location names.
   *
   * @throws DataException naming the shard, when it is damaged or not as the index has it
   */
  public static ShardIndex open(DataLocation location) throws IOException {
    ShardFiles.Found found = ShardFiles.of(location, ShardFiles.Kind.TAR);
    FileSystem files = location.fileSystem(found.files().get(0).path());
    Map<Path, ShardFile> indices = indices(files, found.files());
    if (found.listed() && indices.size() > 1) {
      throw location.wrong(
          location.uri()
              + " holds several sets ("
              + indices.keySet().stream().map(Path::getName).collect(Collectors.joining(", "))
              + ")",
          "name the shards of one, such as train-*.tar, or those of each with commas between");
    }
    List<ShardFile> key = new ArrayList<>(found.files());
    key.addAll(indices.values());
    return OPENED.of(key, () -> read(files, found, indices));
  }

  /** The directory in which {@code classes.txt} and the index of a location lie. */
  public static Path directory(DataLocation location) throws IOException {
    return ShardFiles.directory(location);
  }

  /** The indices that are there, by path. */
  private static Map<Path, ShardFile> indices(FileSystem files, List<ShardFile> shards)
      throws IOException {
    Set<Path> paths = new LinkedHashSet<>();
    shards.forEach(shard -> paths.add(IndexName.of(shard.path())));
    Map<Path, ShardFile> there = new LinkedHashMap<>();
    for (Path path : paths) {
      if (files.exists(path)) {
        there.put(path, ShardFile.of(files.getFileStatus(path)));
      }
    }
    return there;
  }

  private static ShardIndex read(
      FileSystem files, ShardFiles.Found found, Map<Path, ShardFile> indices) throws IOException {
    Map<Path, ShardSamples> samples = new HashMap<>();
    for (Path index : indices.keySet()) {
      samples.putAll(indexed(files, index, found));
    }
    List<ShardFile> rest =
        found.files().stream().filter(file -> !samples.containsKey(file.path())).toList();
    if (!rest.isEmpty()) {
      samples.putAll(scan(files, rest));
    }
    return new ShardIndex(
        found.files(), found.files().stream().map(file -> samples.get(file.path())).toList());
  }

  private static Map<Path, ShardSamples> indexed(
      FileSystem files, Path index, ShardFiles.Found found) throws IOException {
    Map<String, IndexedShard> entries;
    try (InputStream in = files.open(index)) {
      entries = IndexFile.read(in, index.toString());
    }
    Map<Path, ShardSamples> samples = new HashMap<>();
    Set<String> missing = new HashSet<>(entries.keySet());
    for (ShardFile file : found.files()) {
      if (IndexName.of(file.path()).equals(index)) {
        samples.put(file.path(), matching(entries, file, index));
        missing.remove(file.name());
      }
    }
    if (found.listed() && !missing.isEmpty()) {
      for (String name : entries.keySet()) {
        Path shard = new Path(index.getParent(), name);
        if (missing.contains(name) && !files.exists(shard)) {
          throw new DataException(
              shard.toString(), "is missing; " + index.getName() + " knows it", remedy(index));
        }
      }
    }
    return samples;
  }

  private static ShardSamples matching(
      Map<String, IndexedShard> entries, ShardFile file, Path index) throws DataException {
    IndexedShard entry = entries.get(file.name());
    if (entry == null) {
      throw new DataException(
          file.path().toString(), "is unknown to " + index.getName(), remedy(index));
    }
    if (entry.bytes() != file.length()) {
      throw new DataException(
          file.path().toString(),
          "is %d bytes long, %s has %d".formatted(file.length(), index.getName(), entry.bytes()),
          remedy(index));
    }
    return entry.samples();
  }

  private static String remedy(Path index) {
    return "copy the set again, or delete " + index + " to have its shards scanned";
  }

  private static Map<Path, ShardSamples> scan(FileSystem files, List<ShardFile> shards)
      throws IOException {
    LOG.warn(
        "{} of a set's shards have no index ({}); reading their headers",
        shards.size(),
        IndexName.of(shards.get(0).path()));
    Map<Path, ShardSamples> samples = new HashMap<>();
    Parallel.forChunks(
        shards.size(),
        1,
        Math.min(shards.size(), SCANNING_THREADS),
        (from, to) -> {
          ShardSamples scanned = ShardScan.scan(files, shards.get(from));
          synchronized (samples) {
            samples.put(shards.get(from).path(), scanned);
          }
        });
    return samples;
  }
}
