package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.data.format.DataSets;
import dev.largo.model.Network;
import dev.largo.model.Networks;
import dev.largo.train.TrainingData;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class SharedDataTest {
  private static RunSpec spec(String id, LargoConfig config) throws Exception {
    Configuration hadoop = new Configuration();
    DataSets sets = DataSets.open(config.data(), hadoop);
    TrainingData data = TrainingData.of(sets, config.data(), 1);
    Network network =
        Networks.create(
            config.model(), sets.train().shape(), sets.train().classNames().size(), hadoop);
    return Specs.of(id, ConfigLoader.render(config), network, data, 1);
  }

  @Test
  void workersOfSeveralRunsHaveOpenedTheDataOfEachOnce(@TempDir Path directory) throws Exception {
    String text =
        """
        largo {
          name = test
          data { format = synthetic, synthetic { directory = "%s", train-samples = 20, validation-samples = 10, image-size = 32 } }
          model.name = lenet
          batch { global = 10, micro = 10 }
        }
        """
            .formatted(directory.resolve("data"));
    LargoConfig config = ConfigLoader.load("test", text, List.of());
    SparkConf conf =
        new SparkConf().setMaster("local[1]").setAppName("test").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      RunSpec one = spec("one-" + spark.sc().applicationId(), config);
      RunSpec other = spec("other-" + spark.sc().applicationId(), config);
      TrainingData first = SharedData.of(one);
      TrainingData second = SharedData.of(other);

      assertSame(first, SharedData.of(one));
      assertSame(second, SharedData.of(other));
      assertNotSame(first, second);
      SharedData.remove(one.id());
      SharedData.remove(other.id());
    }
  }
}
