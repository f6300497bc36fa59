package dev.largo.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Spark itself wrote down about an application: its event log. */
final class EventLog {
  private static final String PROFILE = "Resource Profile Id";

  private final List<JsonNode> events = new ArrayList<>();

  private EventLog() {}

  /** Settings that have the log written to a directory, which must be there. */
  static List<String> options(Path directory) {
    return List.of(
        "--conf",
        "spark.eventLog.enabled=true",
        "--conf",
        "spark.eventLog.compress=false",
        "--conf",
        "spark.eventLog.dir=" + directory.toUri());
  }

  /** Reads the log of the one application that wrote to a directory, and has ended. */
  static EventLog read(Path directory) throws IOException {
    EventLog log = new EventLog();
    try (Stream<Path> files = Files.list(directory)) {
      ObjectMapper json = new ObjectMapper();
      for (Path file : files.filter(f -> !f.toString().endsWith(".crc")).toList()) {
        for (String line : Files.readAllLines(file)) {
          log.events.add(json.readTree(line));
        }
      }
    }
    return log;
  }

  private List<JsonNode> all(String kind) {
    return events.stream()
        .filter(event -> event.path("Event").asText().equals("SparkListener" + kind))
        .toList();
  }

  /** What the tasks of each stage took, by name: a set of {@code cpus} and {@code gpu} a stage. */
  List<Set<String>> resourcesOfStages() {
    Map<Integer, Set<String>> profiles = new HashMap<>();
    for (JsonNode profile : all("ResourceProfileAdded")) {
      profiles.put(profile.path(PROFILE).asInt(), names(profile.path("Task Resource Requests")));
    }
    return all("StageSubmitted").stream()
        .map(stage -> profiles.get(stage.path("Stage Info").path(PROFILE).asInt()))
        .toList();
  }

  /** What Spark's UI calls the jobs. */
  Set<String> jobNames() {
    return all("JobStart").stream()
        .map(job -> job.path("Properties").path("spark.job.description").asText())
        .collect(Collectors.toSet());
  }

  /** What each executor came with beside cores and memory, by name. */
  List<Set<String>> resourcesOfExecutors() {
    return all("ExecutorAdded").stream()
        .map(executor -> names(executor.path("Executor Info").path("Resources")))
        .toList();
  }

  /**
   * The most tasks that ran at the same time. The driver hears of a task's end late, when it may
   * have launched the next, so that a task's time is its launch and what the executor measured.
   */
  long mostTasksAtOnce() {
    List<Span> spans = all("TaskEnd").stream().map(Span::of).toList();
    return spans.stream()
        .mapToLong(span -> spans.stream().filter(other -> other.holds(span.begin())).count())
        .max()
        .orElse(0);
  }

  private record Span(long begin, long end) {
    static Span of(JsonNode task) {
      long begin = task.path("Task Info").path("Launch Time").asLong();
      JsonNode metrics = task.path("Task Metrics");
      return new Span(
          begin,
          begin
              + metrics.path("Executor Deserialize Time").asLong()
              + metrics.path("Executor Run Time").asLong());
    }

    boolean holds(long time) {
      return begin <= time && time < end;
    }
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
