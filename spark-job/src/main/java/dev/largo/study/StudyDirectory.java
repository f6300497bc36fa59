package dev.largo.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.largo.config.ConfigException;
import dev.largo.record.JsonLines;
import dev.largo.record.RecordJson;
import dev.largo.record.RunClaim;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunFiles;
import dev.largo.train.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory of a study or a search: {@code config.conf}, provenance, results, and a folder of
 * run directories. Every file is replaced in one go.
 */
public final class StudyDirectory {
  /** The folder of a study's runs. */
  public static final String CELLS = "cells";

  /** The folder of a study's searches. */
  public static final String SEARCHES = "searches";

  /** The folder of a search's runs. */
  public static final String TRIALS = "trials";

  private static final String CONFIG = "config.conf";
  private static final String STUDY = "study";
  private static final String SEARCH = "search";

  private final FileSystem fileSystem;
  private final Path path;
  private final String kind;

  private StudyDirectory(FileSystem fileSystem, Path path, String kind) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.kind = kind;
  }

  /** The directory {@code runs/name} of a study, there or not. */
  public static StudyDirectory ofStudy(String runs, String name, Configuration hadoop)
      throws IOException {
    return of(runs, name, STUDY, hadoop);
  }

  /** The directory {@code runs/name} of a search, there or not. */
  public static StudyDirectory ofSearch(String runs, String name, Configuration hadoop)
      throws IOException {
    return of(runs, name, SEARCH, hadoop);
  }

  private static StudyDirectory of(String runs, String name, String kind, Configuration hadoop)
      throws IOException {
    Path given = new Path(new Path(runs), name);
    FileSystem fileSystem = Storage.of(given, hadoop);
    return new StudyDirectory(fileSystem, fileSystem.makeQualified(given), kind);
  }

  /** The directory of a study or a search; empty if there is none. */
  public static Optional<StudyDirectory> find(String uri, Configuration hadoop) throws IOException {
    Path given = new Path(uri);
    FileSystem fileSystem = Storage.of(given, hadoop);
    for (String kind : List.of(STUDY, SEARCH)) {
      if (fileSystem.exists(new Path(given, kind + ".json"))) {
        return Optional.of(new StudyDirectory(fileSystem, fileSystem.makeQualified(given), kind));
      }
    }
    return Optional.empty();
  }

  /**
   * Opens the directory of a run.
   *
   * @throws ConfigException where there is none, or that of many
   */
  public static RunDirectory openRun(String uri, Configuration hadoop) throws IOException {
    Optional<StudyDirectory> many = find(uri, hadoop);
    if (many.isPresent()) {
      String kind = many.get().kind;
      throw new ConfigException(
          List.of(
              "%s: is a %s, not a run; give one of its runs, or go on with it: largo %s %s/config.conf"
                  .formatted(uri, kind, kind, uri)));
    }
    return RunDirectory.open(uri, hadoop);
  }

  /** Whether it is a search's. */
  public boolean isSearch() {
    return kind.equals(SEARCH);
  }

  /**
   * The configuration that it was started with; empty if it was not.
   *
   * @throws ConfigException if something else is there
   */
  public Optional<String> readConfig() throws IOException {
    Path config = file(CONFIG);
    if (!fileSystem.exists(config)) {
      requireRoom();
      return Optional.empty();
    }
    if (!fileSystem.exists(file(kind + ".json"))) {
      throw taken();
    }
    return Optional.of(new String(RunFiles.read(fileSystem, config), StandardCharsets.UTF_8));
  }

  /** Refuses a file, and a directory of something else; what its own beginning left is neither. */
  private void requireRoom() throws IOException {
    if (!fileSystem.exists(path)) {
      return;
    }
    if (fileSystem.getFileStatus(path).isFile()) {
      throw taken();
    }
    for (FileStatus file : fileSystem.listStatus(path)) {
      String name = file.getPath().getName();
      if (!name.startsWith(".") && !name.startsWith(kind + ".json")) {
        throw taken();
      }
    }
  }

  private ConfigException taken() {
    return new ConfigException(
        List.of(
            "name: %s is there already, and is no %s; choose another name"
                .formatted(shown(), kind)));
  }

  /** Claims it for this process; makes the directory if it is not there. */
  public RunClaim claim() throws IOException {
    if (!fileSystem.exists(path) && !fileSystem.mkdirs(path)) {
      throw new ConfigException(
          List.of("runs: " + shown() + " cannot be made; give a directory that can be written to"));
    }
    return RunClaim.of(fileSystem, path, file(kind + ".jsonl"));
  }

  /** Writes both; {@code info} first, by which a study is told from a run. */
  public void begin(StudyInfo info, String config) throws IOException {
    writeInfo(info);
    write(CONFIG, config);
  }

  /** Replaces a further file. */
  public void write(String name, String text) throws IOException {
    RunFiles.replace(fileSystem, file(name), text);
  }

  /** Removes a further file, if it is there. */
  public void remove(String name) throws IOException {
    fileSystem.delete(file(name), false);
  }

  /** Replaces what it says about itself. */
  public void writeInfo(StudyInfo info) throws IOException {
    write(kind + ".json", RecordJson.pretty(info));
  }

  /**
   * What it says about itself.
   *
   * @throws ConfigException if that is not what Largo wrote
   */
  public StudyInfo readInfo() throws IOException {
    Path file = file(kind + ".json");
    try {
      StudyInfo info =
          RecordJson.MAPPER.readValue(RunFiles.read(fileSystem, file), StudyInfo.class);
      if (info.status() != null && info.versions() != null && info.start() != null) {
        return info;
      }
      throw broken(file, "no start");
    } catch (JsonProcessingException e) {
      throw broken(file, e.getOriginalMessage());
    }
  }

  /**
   * The results so far.
   *
   * @throws ConfigException if a line is not what Largo wrote
   */
  public List<CellResult> readResults() throws IOException {
    Path results = file(kind + ".jsonl");
    try {
      return JsonLines.read(fileSystem, results, CellResult.class);
    } catch (JsonProcessingException e) {
      throw broken(results, e.getOriginalMessage());
    }
  }

  private static ConfigException broken(Path file, String why) {
    return new ConfigException(List.of(file + ": not what Largo wrote (" + why + "); restore it"));
  }

  /**
   * The runs, and a study's searches, that have a directory.
   *
   * @return their paths relative to this one
   */
  public Set<String> runs() throws IOException {
    Set<String> runs = new HashSet<>();
    for (String folder : List.of(CELLS, SEARCHES, TRIALS)) {
      if (fileSystem.exists(file(folder))) {
        for (FileStatus run : fileSystem.listStatus(file(folder))) {
          runs.add(folder + "/" + run.getPath().getName());
        }
      }
    }
    return runs;
  }

  /**
   * One of its runs.
   *
   * @param directory its path relative to this one
   * @throws ConfigException if there is none
   */
  public RunDirectory run(String directory) throws IOException {
    return RunDirectory.open(file(directory).toString(), fileSystem.getConf());
  }

  /**
   * Replaces {@code report.html}; a reader sees the old page or the new, never a part.
   *
   * @return where it is
   */
  public Path writeReport(Storage.Content page) throws IOException {
    Path report = file("report.html");
    RunFiles.replace(fileSystem, report, page);
    return report;
  }

  /** The last part of its path. */
  public String name() {
    return path.getName();
  }

  /** Replaces the results. */
  public void writeResults(List<CellResult> results) throws IOException {
    JsonLines.replace(fileSystem, file(kind + ".jsonl"), results);
  }

  public Path path() {
    return path;
  }

  /** As a user would write it. */
  public String shown() {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  private Path file(String name) {
    return new Path(path, name);
  }
}
