package dev.largo.command;

import java.util.ArrayList;
import java.util.List;

/**
 * What is asked about the loss around weights.
 *
 * @param surfaces lines and planes on which losses are taken: of each two or three names of weights
 * @param sharpness names of weights whose sharpness is measured
 * @param epsilon half-width of the box that sharpness is measured in, at a weight of 0
 * @param trainingSamples of the training loss and of batch-norm statistics, 1 or more
 */
record LandscapeRequest(
    List<List<String>> surfaces, List<String> sharpness, double epsilon, int trainingSamples) {
  LandscapeRequest {
    surfaces = List.copyOf(surfaces);
    sharpness = List.copyOf(sharpness);
    if (trainingSamples < 1) {
      throw new RequestException("--samples " + trainingSamples + ": takes 1 or more");
    }
    if (!(epsilon > 0 && epsilon <= 1)) {
      throw new RequestException(
          "--epsilon " + epsilon + ": takes more than 0 and at most 1, such as 1e-3");
    }
    if (sharpness.contains("")) {
      throw new RequestException(
          "--sharpness: takes names of weights with commas between, such as checkpoint,swa");
    }
  }

  /**
   * Reads lines and planes as they stand on the command line.
   *
   * @param lines each two names with a comma between
   * @param planes each three
   */
  static List<List<String>> surfaces(List<String> lines, List<String> planes) {
    List<List<String>> surfaces = new ArrayList<>();
    lines.forEach(line -> surfaces.add(names("--line", line, 2)));
    planes.forEach(plane -> surfaces.add(names("--plane", plane, 3)));
    return surfaces;
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
