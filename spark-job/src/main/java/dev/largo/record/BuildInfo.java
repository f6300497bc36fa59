package dev.largo.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What the build that is running was made of.
 *
 * @param largo Largo's version
 * @param dl4j version of Deeplearning4j and ND4J
 * @param gitCommit the commit that was checked out, 40 hexadecimal digits; {@code unknown} where
 *     Largo was not built in a checkout
 */
public record BuildInfo(String largo, String dl4j, String gitCommit) {
  private static final String UNKNOWN = "unknown";

  /** This build, as {@code build.properties} has it. */
  public static BuildInfo current() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(properties);
  }

  static BuildInfo of(Properties properties) {
    return new BuildInfo(
        filled(properties, "version"), filled(properties, "dl4j"), filled(properties, "commit"));
  }

  /** Outside a checkout Maven leaves a placeholder as it stands. */
  private static String filled(Properties properties, String key) {
    String value = properties.getProperty(key, "").strip();
    return value.isEmpty() || value.startsWith("${") ? UNKNOWN : value;
  }
}
