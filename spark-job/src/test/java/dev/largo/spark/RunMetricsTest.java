package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.codahale.metrics.Gauge;
import dev.largo.data.BadSample;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.RecoveryRecord;
import dev.largo.train.StepRecord;
import java.time.Instant;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RunMetricsTest {
  private static Object value(RunMetrics metrics, String name) {
    Gauge<?> gauge = metrics.metricRegistry().getGauges().get(name);
    assertNotNull(gauge, name);
    return gauge.getValue();
  }

  @Test
  void sparkHasTheNewestFiguresUntilTheRunEnds() {
    SparkConf conf =
        new SparkConf().setMaster("local[1]").setAppName("test").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      try (RunMetrics metrics = RunMetrics.register(spark)) {
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
      }
      assertEquals(0, sources(spark));
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
