package dev.largo.data.format;

import dev.largo.config.DataConfig;
import dev.largo.config.DataFormat;
import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import dev.largo.data.synthetic.Synthesizer;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Opens the splits of a data set in any of the formats. */
public final class SampleSources {
  private SampleSources() {}

  /**
   * Opens one split. For {@link DataFormat#SYNTHETIC} the set is made first where it is absent.
   *
   * @throws DataException naming the key or file, when data is missing or wrong, or cannot be read
   */
  public static SampleSource open(DataConfig config, Split split, Configuration hadoop)
      throws DataException {
    if (config.format() == DataFormat.SYNTHETIC) {
      Synthesizer.ensure(config.synthetic(), hadoop);
    }
    SetFormat format = format(config.format(), StoredImages.of(config));
    DataLocation train = location(config, Split.TRAIN, hadoop);
    DataLocation location = location(config, split, hadoop);
    try {
      return format.open(location, split, format.classNames(train));
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw new DataException(
          location.key(),
          "cannot be read (" + e + ")",
          "check the path and the rights on " + location.uri(),
          e);
    }
  }

  /** A format, with the wishes for those that store images. */
  static SetFormat format(DataFormat format, StoredImages stored) {
    return switch (format) {
      case IMAGE_FOLDER, SYNTHETIC -> new ImageFolderFormat(stored);
      case SHARDS -> new ShardsFormat(stored);
      case SEQUENCE_FILE -> new SequenceFileFormat(stored);
      case PARQUET -> new ParquetFormat(stored);
      case CIFAR_BINARY -> new CifarFormat();
      case IDX -> new IdxFormat();
      case FLOAT_RECORDS -> new FloatRecordsFormat();
    };
  }

  private static DataLocation location(DataConfig config, Split split, Configuration hadoop)
      throws DataException {
    if (config.format() == DataFormat.SYNTHETIC) {
      String directory =
          new Path(config.synthetic().directory(), Synthesizer.directoryOf(split)).toString();
      return new DataLocation(Synthesizer.DIRECTORY_KEY, directory, hadoop);
    }
    return switch (split) {
      case TRAIN -> location("data.train", config.train(), hadoop);
      case VALIDATION -> location("data.validation", config.validation(), hadoop);
    };
  }

  private static DataLocation location(String key, @Nullable String uri, Configuration hadoop)
      throws DataException {
    if (uri == null || uri.isBlank()) {
      throw new DataException(key, "is not set", "give the path or URI of the data");
    }
    return new DataLocation(key, uri.strip(), hadoop);
  }
}
