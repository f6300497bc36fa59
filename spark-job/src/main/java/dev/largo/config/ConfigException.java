package dev.largo.config;

import java.util.List;

/**
 * Thrown for a configuration that cannot be run; holds everything that is wrong with it.
 *
 * <p>Each problem is one line: where it stands, the key, its value, what is wrong and what would be
 * right. The message is these lines.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /**
   * @param problems one line each, at least one
   */
  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems must not be empty");
    }
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem, in the order of the configuration. */
  public List<String> problems() {
    return problems;
  }
}
