package dev.largo.spark.preflight;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.package$;
import scala.util.Properties$;

/**
 * What runs this process, which spark-submit chose.
 *
 * @param spark version of Spark, such as 3.5.5
 * @param scala version of Scala's library
 */
public record Versions(String spark, String scala) {
  private static final String BUILT_FOR = "3.5";
  private static final String SCALA = "2.12";
  private static final Pattern MINOR = Pattern.compile("(\\d+\\.\\d+)\\..*");

  /** Those of this process. */
  public static Versions ofThisProcess() {
    return new Versions(
        package$.MODULE$.SPARK_VERSION(), Properties$.MODULE$.versionNumberString());
  }

  Optional<Finding> check() {
    if (!minor(scala).equals(SCALA)) {
      return Optional.of(
          Finding.fatal(
              "this Spark %s is built with Scala %s, and largo.jar with %s; set SPARK_HOME to a Spark %s for Scala %3$s"
                  .formatted(spark, scala, SCALA, BUILT_FOR)));
    }
    return minor(spark).equals(BUILT_FOR)
        ? Optional.empty()
        : Optional.of(
            Finding.doubtful(
                "this is Spark %s; Largo is built for Spark %s, and tested with no other"
                    .formatted(spark, BUILT_FOR)));
  }

  private static String minor(String version) {
    Matcher matcher = MINOR.matcher(version);
    return matcher.matches() ? matcher.group(1) : version;
  }
}
