package dev.largo.data.pack;

import dev.largo.config.DataFormat;
import dev.largo.data.DataLocation;
import dev.largo.data.format.StoredSet;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be packed, and how.
 *
 * @param source URI of the set
 * @param classes names of the classes by label; empty: those of the set
 * @param destination URI of the directory of shards
 * @param name what the shards' names begin with
 * @param shardBytes size at which a shard is full, by the lengths of the source's images
 * @param seed of the order of the samples; null: the order of the source
 * @param shorter what the shorter side of larger images is scaled to; null: the files are copied
 * @param quality of scaled images' JPEG files, 1 to 100
 */
public record PackRequest(
    DataFormat format,
    String source,
    List<String> classes,
    String destination,
    String name,
    long shardBytes,
    @Nullable Long seed,
    @Nullable Integer shorter,
    int quality)
    implements Serializable {
  public PackRequest {
    classes = List.copyOf(classes);
  }

  /** Opens the source. */
  public StoredSet open(Configuration hadoop) throws IOException {
    return StoredSet.open(format, new DataLocation("SRC", source, hadoop), classes);
  }
}
