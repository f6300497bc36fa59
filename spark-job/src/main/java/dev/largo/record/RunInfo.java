package dev.largo.record;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a run came from and what became of it: {@code run.json}.
 *
 * @param dataFingerprint checksum over what the run read
 * @param teachersSha256 of the parameters of each teacher, as finalParamsSha256; empty without any
 * @param end null while the run goes on
 * @param steps optimizer steps done
 * @param finalParamsSha256 over the final parameters as little-endian float32 in DL4J's flattened
 *     order; null unless the run is completed
 */
public record RunInfo(
    Versions versions,
    String gitCommit,
    long seed,
    Cluster cluster,
    String dataFingerprint,
    @Nullable List<String> teachersSha256,
    Instant start,
    @Nullable Instant end,
    Status status,
    long steps,
    @Nullable String finalParamsSha256) {
  public RunInfo {
    // Runs older than distillation say nothing.
    teachersSha256 = teachersSha256 == null ? List.of() : List.copyOf(teachersSha256);
  }

  @Override
  public List<String> teachersSha256() {
    return Objects.requireNonNull(teachersSha256);
  }

  /**
   * Versions of what computed the run.
   *
   * @param imageDecoder of JPEG files; null where no images are decoded, and for runs older than it
   */
  public record Versions(
      String largo, String spark, String dl4j, String java, @Nullable String imageDecoder) {}

  /**
   * What it ran on.
   *
   * @param master Spark's master URL
   * @param cores of the machine where all workers are threads of the driver; null on a cluster,
   *     whose slots are said to be cores, and for runs older than it
   */
  public record Cluster(String master, int workers, @Nullable Integer cores) {
    private static final Pattern ONE_JVM = Pattern.compile("local(\\[.*)?");

    /** A run that starts now, driven by this JVM. */
    public static Cluster drivenHere(String master, int workers) {
      boolean inHere = ONE_JVM.matcher(master).matches();
      return new Cluster(
          master, workers, inHere ? Runtime.getRuntime().availableProcessors() : null);
    }

    Cluster on(int newWorkers) {
      return new Cluster(master, newWorkers, cores);
    }
  }

  /** How far a run is. */
  public enum Status {
    RUNNING,
    COMPLETED,
    FAILED,
    INTERRUPTED
  }

  /**
   * A run that starts now, by the build and the JVM that are running.
   *
   * @param spark the version of Spark
   * @param imageDecoder what decodes its images; null if none are
   */
  public static RunInfo started(
      String spark,
      @Nullable String imageDecoder,
      long seed,
      Cluster cluster,
      String dataFingerprint,
      List<String> teachersSha256,
      Instant now) {
    BuildInfo build = BuildInfo.current();
    return new RunInfo(
        new Versions(
            build.largo(), spark, build.dl4j(), Runtime.version().toString(), imageDecoder),
        build.gitCommit(),
        seed,
        cluster,
        dataFingerprint,
        teachersSha256,
        now,
        null,
        Status.RUNNING,
        0,
        null);
  }

  /** The same run after a resume: on this cluster, with so many steps done, no longer ended. */
  public RunInfo resumed(Cluster newCluster, long stepsDone) {
    return new RunInfo(
        versions,
        gitCommit,
        seed,
        newCluster,
        dataFingerprint,
        teachersSha256,
        start,
        null,
        Status.RUNNING,
        stepsDone,
        null);
  }

  /** The same run with another number of workers. */
  public RunInfo on(int workers) {
    return new RunInfo(
        versions,
        gitCommit,
        seed,
        cluster.on(workers),
        dataFingerprint,
        teachersSha256,
        start,
        end,
        status,
        steps,
        finalParamsSha256);
  }

  /** The same run with its final parameters. */
  public RunInfo completed(long stepsDone, String paramsSha256, Instant now) {
    return ended(Status.COMPLETED, stepsDone, paramsSha256, now);
  }

  /** The same run stopped by an error. */
  public RunInfo failed(long stepsDone, Instant now) {
    return ended(Status.FAILED, stepsDone, null, now);
  }

  /** The same run stopped by its user. */
  public RunInfo interrupted(long stepsDone, Instant now) {
    return ended(Status.INTERRUPTED, stepsDone, null, now);
  }

  private RunInfo ended(Status how, long stepsDone, @Nullable String sha256, Instant now) {
    return new RunInfo(
        versions,
        gitCommit,
        seed,
        cluster,
        dataFingerprint,
        teachersSha256,
        start,
        now,
        how,
        stepsDone,
        sha256);
  }
}
