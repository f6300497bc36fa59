package dev.largo;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main class as YARN's application master calls it in cluster mode. */
final class LargoTest {
  private static final Map<String, String> CLUSTER_MODE =
      Map.of("spark.master", "yarn", "spark.submit.deployMode", "cluster");

  @BeforeEach
  void set() {
    CLUSTER_MODE.forEach(System::setProperty);
  }

  @AfterEach
  void clear() {
    CLUSTER_MODE.keySet().forEach(System::clearProperty);
  }

  @Test
  void returnsWhereAllIsWell() {
    assertDoesNotThrow(() -> Largo.main(new String[] {"--version"}));
  }

  @Test
  void aFailureIsTheApplicationsAndHasItsStatus() {
    SparkUserAppException failure =
        assertThrows(
            SparkUserAppException.class, () -> Largo.main(new String[] {"train", "no/such.conf"}));

    assertEquals(2, failure.exitCode());
  }
}
