package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The benchmark of exchanges, on executors that are processes of their own. */
@Tag("slow")
final class CollectiveBenchIT {
  @Test
  void tableHasARowForEveryWayOfEveryVectorAndThePartsOfAStep() {
    Cli.Result result =
        Cli.run(
            "bench",
            "collective",
            "--processes",
            "2",
            "--floats",
            "10000,7",
            "--rounds",
            "6",
            "--network",
            "lenet",
            "--images-per-second",
            "1000");

    assertEquals(0, result.status(), result.err());
    List<String> rows = result.out().lines().toList();
    for (String vector : List.of("10,000 floats, 0.0 MB", "7 floats, 0.0 MB")) {
      int header = indexOf(rows, vector);
      assertTrue(header > 0, result.out());
      List<String> names =
          rows.subList(header + 1, header + 7).stream()
              .map(row -> row.strip().split("  +", 2)[0])
              .toList();
      assertEquals(
          List.of(
              "all-reduce, TCP, fp32",
              "all-reduce, TCP, fp16",
              "all-reduce, shared memory, fp32",
              "all-reduce, shared memory, fp16",
              "Spark: treeAggregate + broadcast",
              "memory copy, all at once"),
          names);
    }
    for (String route : List.of("TCP", "shared memory")) {
      int header = indexOf(rows, "a step beyond its samples and gradients, " + route);
      assertTrue(header > 0, result.out());
      assertTrue(rows.get(header + 4).strip().startsWith("all of it"), result.out());
      assertTrue(rows.get(header + 4).endsWith("% of a step"), result.out());
    }
  }

  private static int indexOf(List<String> rows, String beginning) {
    return rows.indexOf(
        rows.stream().filter(row -> row.strip().startsWith(beginning)).findFirst().orElse(""));
  }
}
