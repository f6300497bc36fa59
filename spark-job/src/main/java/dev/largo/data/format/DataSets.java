package dev.largo.data.format;

import dev.largo.config.BadSamples;
import dev.largo.config.DataConfig;
import dev.largo.data.BadSampleLog;
import dev.largo.data.DataException;
import dev.largo.data.FeatureSource;
import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import dev.largo.data.SkippingSource;
import dev.largo.data.Split;
import org.apache.hadoop.conf.Configuration;

/**
 * The two splits of a data set: same classes in the same order, same image shape.
 *
 * @param train what is learned from
 * @param validation what is only looked at
 * @param badSamples those of both that could not be read and were skipped
 */
public record DataSets(SampleSource train, SampleSource validation, BadSampleLog badSamples) {
  public DataSets {
    if (!train.shape().equals(validation.shape())
        || !train.classNames().equals(validation.classNames())) {
      throw new IllegalArgumentException("training and validation set do not match");
    }
  }

  /**
   * Opens both splits and checks them against each other.
   *
   * @throws DataException naming the key or file, when data is missing or wrong, or cannot be read
   */
  public static DataSets open(DataConfig config, Configuration hadoop) throws DataException {
    int most = config.badSamples().most();
    DataSets sets = opened(config, hadoop, new BadSampleLog(most));
    BadSampleLog bad = sets.badSamples;
    // Numbers are not decoded: there is no bad sample among them.
    return most == 0 || sets.train instanceof FeatureSource
        ? sets
        : new DataSets(
            new SkippingSource(sets.train, bad), new SkippingSource(sets.validation, bad), bad);
  }

  /**
   * The same, to be looked at: samples that cannot be read are not skipped, and no reason to stop.
   */
  public static DataSets look(DataConfig config, Configuration hadoop) throws DataException {
    DataConfig lenient = config.with(new BadSamples(Integer.MAX_VALUE));
    return opened(lenient, hadoop, new BadSampleLog(0));
  }

  private static DataSets opened(DataConfig config, Configuration hadoop, BadSampleLog bad)
      throws DataException {
    SampleSource train = SampleSources.open(config, Split.TRAIN, hadoop);
    SampleSource validation = SampleSources.open(config, Split.VALIDATION, hadoop);
    if (!train.shape().equals(validation.shape())) {
      throw new DataException(
          "data.validation",
          "its images are "
              + describe(validation.shape())
              + ", those of data.train "
              + describe(train.shape()),
          "give a validation set of the same shape (data.image-size scales image files)");
    }
    return new DataSets(train, validation, bad);
  }

  private static String describe(ImageShape shape) {
    return shape.channels() + "x" + shape.height() + "x" + shape.width();
  }
}
