package dev.largo.spark;

import dev.largo.collective.net.TransportSettings;
import java.util.Map;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.netty.SparkTransportConf;
import scala.Option;

/**
 * Largo's channels in Spark's manner: settings {@code spark.largo.io.*}, the application's secret
 * where {@code spark.authenticate} is on, and its encryption.
 */
public final class SparkTransport {
  private static final String MODULE = "largo";

  /** Key of Spark's configuration: the port of the driver that workers connect to; 0 for any. */
  public static final String PORT = "spark.largo.port";

  /** Threads of a channel's either side: they only move bytes, and share the cores with engines. */
  private static final int THREADS = 1;

  private SparkTransport() {}

  /** Of the driver, which binds where its user wants it to. */
  public static TransportSettings ofDriver() {
    SparkConf conf = SparkEnv.get().conf();
    return settings(conf, conf.get("spark.driver.bindAddress", driverHost()));
  }

  /** What executors reach the driver by. */
  public static String driverHost() {
    return SparkEnv.get().conf().get("spark.driver.host");
  }

  /** The port that workers connect to; 0 for any. */
  public static int driverPort() {
    return SparkEnv.get().conf().getInt(PORT, 0);
  }

  /** Of an executor, at the address that Spark knows it by. */
  public static TransportSettings ofExecutor() {
    return ofExecutor(Map.of());
  }

  /** The same, with some of Spark's settings replaced. */
  public static TransportSettings ofExecutor(Map<String, String> replaced) {
    SparkConf conf = SparkEnv.get().conf().clone();
    replaced.forEach(conf::set);
    return settings(conf, executorHost());
  }

  /** The address that Spark knows an executor by. */
  public static String executorHost() {
    return SparkEnv.get().blockManager().blockManagerId().host();
  }

  private static TransportSettings settings(SparkConf given, String host) {
    SecurityManager security = SparkEnv.get().securityManager();
    SparkConf conf =
        given.clone().setIfMissing("spark.largo.io.mode", TransportSettings.fastestMode());
    return new TransportSettings(
        SparkTransportConf.fromSparkConf(conf, MODULE, THREADS, Option.empty()),
        host,
        conf.getAppId(),
        security.isAuthenticationEnabled() ? security : null);
  }
}
