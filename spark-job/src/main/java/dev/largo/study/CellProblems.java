package dev.largo.study;

import dev.largo.config.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with cells; what is wrong with several of them alike is told once. */
final class CellProblems {
  private final Map<String, List<String>> cells = new LinkedHashMap<>();
  private int checked;

  /** Tries something with a cell, and notes what is wrong with it. */
  void check(String cell, Runnable attempt) {
    checked++;
    try {
      attempt.run();
    } catch (ConfigException e) {
      e.problems().forEach(problem -> add(problem, cell));
    } catch (IllegalArgumentException e) {
      add(String.valueOf(e.getMessage()), cell);
    }
  }

  private void add(String problem, String cell) {
    cells.computeIfAbsent(problem, p -> new ArrayList<>()).add(cell);
  }

  /**
   * @throws ConfigException with a line a problem, which names the cells that have it
   */
  void throwIfAny() {
    if (cells.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    cells.forEach((problem, having) -> lines.add(whose(having) + problem));
    throw new ConfigException(lines);
  }

  private String whose(List<String> having) {
    if (having.size() == checked) {
      return "";
    }
    String more = having.size() == 1 ? "" : " and %d more".formatted(having.size() - 1);
    return "cell " + having.get(0) + more + ": ";
  }
}
