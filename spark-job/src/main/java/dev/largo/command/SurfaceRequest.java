package dev.largo.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines and planes on which losses are taken.
 *
 * @param corners of each, two or three names of weights
 * @param trainingSamples of the training loss and of batch-norm statistics, 1 or more
 */
record SurfaceRequest(List<List<String>> corners, int trainingSamples) {
  SurfaceRequest {
    corners = List.copyOf(corners);
  }

  /**
   * Reads what stands on the command line.
   *
   * @param lines each two names with a comma between
   * @param planes each three
   */
  static SurfaceRequest of(List<String> lines, List<String> planes, int trainingSamples) {
    List<List<String>> corners = new ArrayList<>();
    lines.forEach(line -> corners.add(names("--line", line, 2)));
    planes.forEach(plane -> corners.add(names("--plane", plane, 3)));
    if (trainingSamples < 1) {
      throw new RequestException("--samples " + trainingSamples + ": takes 1 or more");
    }
    return new SurfaceRequest(corners, trainingSamples);
  }

  private static List<String> names(String option, String given, int count) {
    List<String> names = List.of(given.split(",", -1));
    if (names.size() != count || names.contains("")) {
      throw new RequestException(
          "%s %s: takes %d names of weights, such as %s"
              .formatted(option, given, count, count == 2 ? "checkpoint,swa" : "100,200,swa"));
    }
    return names;
  }
}
