package dev.largo.spark.preflight;

import java.util.Optional;

/** One thing that can be wrong with Spark's settings. */
interface Rule {
  /** What is wrong with it here, if anything is. */
  Optional<Finding> check(Setup setup);
}
