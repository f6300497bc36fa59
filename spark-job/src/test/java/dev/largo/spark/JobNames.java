package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;

/** What Spark's UI calls the jobs of an application from now on. */
public final class JobNames {
  private final BlockingQueue<String> names = new LinkedBlockingQueue<>();

  /** Listens to an application. */
  public JobNames(JavaSparkContext spark) {
    spark
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobStart(SparkListenerJobStart job) {
                names.add(job.properties().getProperty("spark.job.description", "none"));
              }
            });
  }

  /** Fails unless the next job, which Spark tells of some time later, has that name. */
  public void assertNext(String name) throws InterruptedException {
    assertEquals(name, names.poll(60, TimeUnit.SECONDS));
  }
}
