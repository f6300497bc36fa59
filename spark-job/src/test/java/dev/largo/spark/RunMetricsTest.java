package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Gauge;
import dev.largo.data.BadSample;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.RecoveryRecord;
import dev.largo.train.StepRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RunMetricsTest {
  private static Object value(RunMetrics metrics, String name) {
    Gauge<?> gauge = metrics.metricRegistry().getGauges().get(name);
    assertNotNull(gauge, name);
    return gauge.getValue();
  }

  @TempDir Path directory;

  @Test
  void sparkHasTheNewestFiguresUntilTheRunEndsAndItsSinksTheLast() throws Exception {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set(
                "spark.metrics.conf.driver.sink.csv.class", "org.apache.spark.metrics.sink.CsvSink")
            .set("spark.metrics.conf.driver.sink.csv.directory", directory.toString())
            .set("spark.metrics.conf.driver.sink.csv.period", "3600");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      try (RunMetrics metrics = RunMetrics.register(spark, null)) {
        assertEquals(1, sources(spark));
        assertEquals(Double.NaN, value(metrics, "loss"));

        metrics.step(step(1, 2.5));
        metrics.step(step(2, 1.5));
        metrics.evaluation(new EvaluationRecord(2, 1, "checkpoint", 0.5, 0.9, 1.25, 100));
        metrics.evaluation(new EvaluationRecord(2, 1, "swa", 0.75, 0.9, 1, 100));
        metrics.recovered(new RecoveryRecord(Instant.EPOCH, 2, 1, "lost", 2, 1));
        BadSample bad = new BadSample("a.jpg", "is empty");
        metrics.badSample(bad);
        metrics.badSample(bad);

        assertEquals(2.0, value(metrics, "step"));
        assertEquals(1.5, value(metrics, "loss"));
        assertEquals(3.0, value(metrics, "seconds.reduce"));
        assertEquals(0.5, value(metrics, "validation.top1"));
        assertEquals(1, value(metrics, "bad_samples"));
        assertEquals(1, metrics.metricRegistry().counter("recoveries").getCount());

        metrics.rewound(2);
        assertEquals(2.0, value(metrics, "step"));
        metrics.rewound(1);
        assertEquals(Double.NaN, value(metrics, "step"));
        assertEquals(Double.NaN, value(metrics, "validation.top1"));
        metrics.step(step(2, 1.5));
      }
      assertEquals(0, sources(spark));
      Path file = directory.resolve(spark.sc().applicationId() + ".driver.largo.loss.csv");
      List<String> lines = Files.readAllLines(file);
      assertTrue(lines.get(1).endsWith(",1.5"), lines::toString);
    }
  }

  private static int sources(JavaSparkContext spark) {
    return spark.sc().env().metricsSystem().getSourcesByName("largo").size();
  }

  private static StepRecord step(long number, double loss) {
    return new StepRecord(
        number,
        0.5,
        loss,
        0.1,
        48,
        1,
        1000,
        null,
        false,
        new StepRecord.Seconds(1, 2, 3, 4, 10),
        null,
        0.25,
        null);
  }
}
