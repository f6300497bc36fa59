package dev.largo.spark.dl4j;

import dev.largo.data.DataException;
import dev.largo.spark.RunSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Data sets as Largo takes them, out of files and of dl4j-spark's other forms. */
public final class SavedSets {
  private SavedSets() {}

  /** Those in files that a loader reads, in the order of the files' names. */
  public static JavaRDD<DataSet> of(JavaRDD<String> paths, DataSetLoader loader) {
    Map<String, String> hadoop = hadoop(paths);
    return sorted(paths).map(path -> loader.load(new Stored(path, hadoop)));
  }

  /** The same for a loader of sets with several inputs, of which there must be one. */
  public static JavaRDD<DataSet> ofMulti(JavaRDD<String> paths, MultiDataSetLoader loader) {
    Map<String, String> hadoop = hadoop(paths);
    return sorted(paths).map(path -> single(loader.load(new Stored(path, hadoop))));
  }

  /** Those of one input and one output. */
  public static JavaRDD<DataSet> ofMulti(JavaRDD<MultiDataSet> sets) {
    return sets.map(SavedSets::single);
  }

  private static DataSet single(MultiDataSet set) throws DataException {
    if (set.numFeatureArrays() != 1 || set.numLabelsArrays() != 1) {
      throw new DataException(
          "the data",
          "has %d inputs and %d outputs".formatted(set.numFeatureArrays(), set.numLabelsArrays()),
          "Largo trains networks of one input and one output");
    }
    return new DataSet(
        set.getFeatures(0),
        set.getLabels(0),
        set.getFeaturesMaskArrays() == null ? null : set.getFeaturesMaskArray(0),
        set.getLabelsMaskArrays() == null ? null : set.getLabelsMaskArray(0));
  }

  private static JavaRDD<String> sorted(JavaRDD<String> paths) {
    return paths.sortBy(path -> path, true, Math.max(1, paths.getNumPartitions()));
  }

  private static Map<String, String> hadoop(JavaRDD<String> paths) {
    return RunSpec.settingsOf(
        JavaSparkContext.fromSparkContext(paths.context()).hadoopConfiguration());
  }

  private record Stored(String path, Map<String, String> hadoop) implements Source {
    @Override
    public InputStream getInputStream() throws IOException {
      Configuration configuration = new Configuration();
      hadoop.forEach(configuration::set);
      Path file = new Path(path);
      return file.getFileSystem(configuration).open(file);
    }

    @Override
    public String getPath() {
      return path;
    }
  }
}
