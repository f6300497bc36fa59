package dev.largo.command;

import dev.largo.compare.Candidate;
import dev.largo.compare.ComparedRun;
import dev.largo.compare.Entrant;
import dev.largo.compare.Field;
import dev.largo.compare.KeptWeights;
import dev.largo.config.DataConfig;
import dev.largo.config.LargoConfig;
import dev.largo.record.RunDirectory;
import dev.largo.study.StudyDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** The runs of a comparison, found fit for it. */
final class ComparedRuns {
  private final CompareRequest request;
  private final List<RunDirectory> directories = new ArrayList<>();
  private final List<KeptWeights> kept = new ArrayList<>();
  private final Map<String, LargoConfig> configs = new LinkedHashMap<>();

  /**
   * Opens the runs.
   *
   * @throws RequestException if they have not the same network and data, or not what is asked for
   */
  ComparedRuns(CompareRequest request, Configuration hadoop) throws IOException {
    this.request = request;
    for (String uri : request.runs()) {
      RunDirectory run = StudyDirectory.openRun(uri, hadoop);
      LargoConfig config = run.readConfig();
      if (directories.stream().anyMatch(other -> other.path().equals(run.path()))) {
        throw new RequestException(uri + ": is named twice; name it once");
      }
      String name = configs.containsKey(config.name()) ? uri : config.name();
      configs.put(name, config);
      directories.add(run);
      kept.add(new KeptWeights(run, name, hadoop));
    }
    requireAlike();
  }

  RunDirectory first() {
    return directories.get(0);
  }

  /** The runs as the comparison records them. */
  List<ComparedRun> records() throws IOException {
    List<ComparedRun> records = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      RunDirectory run = directories.get(i);
      records.add(
          new ComparedRun(
              kept.get(i).name(),
              run.path().toString(),
              run.readInfo().seed(),
              run.readEvaluations()));
    }
    return records;
  }

  /** The network of all. */
  String network() throws IOException {
    return kept.get(0).network();
  }

  /** What tells the recipes of the runs apart, by name; of runs with the same seed one is there. */
  Map<String, LargoConfig> recipes() {
    Map<String, LargoConfig> recipes = new LinkedHashMap<>();
    Set<List<Object>> seen = new HashSet<>();
    configs.forEach(
        (name, config) -> {
          // The same recipe with the same seed is the same run again, and says nothing of chance.
          if (seen.add(List.of(config.recipe(), config.seed()))) {
            recipes.put(name, config.recipe());
          }
        });
    return recipes;
  }

  /** All that takes part. */
  Field field() throws IOException {
    List<Entrant> entrants = new ArrayList<>();
    List<Field.Ensemble> ensembles = new ArrayList<>();
    Map<String, List<Integer>> across = new LinkedHashMap<>();
    for (KeptWeights run : kept) {
      List<Integer> checkpoints = new ArrayList<>();
      for (Entrant entrant : chosen(run)) {
        if (entrant.candidate().isCheckpoint()) {
          checkpoints.add(entrants.size());
        } else {
          across
              .computeIfAbsent(entrant.candidate().weights(), k -> new ArrayList<>())
              .add(entrants.size());
        }
        entrants.add(entrant);
      }
      if (!checkpoints.isEmpty()) {
        int last = checkpoints.get(checkpoints.size() - 1);
        across.computeIfAbsent(Candidate.CHECKPOINT, k -> new ArrayList<>()).add(last);
        if (request.ensembles() && checkpoints.size() > 1) {
          ensembles.add(ensemble(run.name(), "ensemble-checkpoints", checkpoints, entrants));
        }
      }
      for (int size : request.windows()) {
        entrants.addAll(run.windows(size));
      }
    }
    if (request.meanOfRuns()) {
      entrants.add(meanOfRuns());
    }
    if (request.ensembles() && kept.size() > 1) {
      String all = String.join(", ", configs.keySet());
      across.forEach(
          (kind, members) -> {
            if (members.size() == kept.size()) {
              ensembles.add(ensemble(all, "ensemble-runs-" + kind, members, entrants));
            }
          });
    }
    if (entrants.isEmpty()) {
      throw new RequestException("--weights: leaves nothing to compare");
    }
    return new Field(entrants, ensembles);
  }

  /**
   * The weights that lines and planes go through.
   *
   * @throws RequestException if a name says none of them
   */
  List<List<Entrant>> surfaces() throws IOException {
    List<List<Entrant>> surfaces = new ArrayList<>();
    for (List<String> names : request.landscape().surfaces()) {
      surfaces.add(named(names));
    }
    return surfaces;
  }

  /**
   * The weights whose sharpness is asked for.
   *
   * @throws RequestException if a name says none of them
   */
  List<Entrant> sharpness() throws IOException {
    return named(request.landscape().sharpness());
  }

  private List<Entrant> named(List<String> names) throws IOException {
    List<Entrant> entrants = new ArrayList<>();
    for (String name : names) {
      entrants.add(named(name));
    }
    return entrants;
  }

  private Entrant named(String name) throws IOException {
    int colon = name.lastIndexOf(':');
    String weights = name.substring(colon + 1);
    String owner = colon < 0 ? kept.get(0).name() : name.substring(0, colon);
    KeptWeights run =
        kept.stream()
            .filter(k -> k.name().equals(owner))
            .findFirst()
            .orElseThrow(
                () ->
                    new RequestException(
                        name + ": no run is called " + owner + "; there are " + configs.keySet()));
    List<Entrant> all = new ArrayList<>(run.averages());
    all.addAll(run.checkpoints());
    // Behind the others, so that the last checkpoint is the last of its name.
    Optional<Entrant> found =
        all.stream()
            .filter(
                entrant ->
                    entrant.candidate().weights().equals(weights)
                        || (entrant.candidate().isCheckpoint()
                            && String.valueOf(entrant.candidate().step()).equals(weights)))
            .reduce((first, second) -> second);
    return found.orElseThrow(
        () ->
            new RequestException(
                "%s: run %s has no such weights; give checkpoint, a step of %s, or one of %s"
                    .formatted(name, owner, steps(all), kinds(all))));
  }

  private static List<Long> steps(List<Entrant> entrants) {
    return entrants.stream()
        .map(Entrant::candidate)
        .filter(Candidate::isCheckpoint)
        .map(Candidate::step)
        .toList();
  }

  private static List<String> kinds(List<Entrant> entrants) {
    return entrants.stream()
        .map(Entrant::candidate)
        .filter(candidate -> !candidate.isCheckpoint())
        .map(Candidate::weights)
        .toList();
  }

  private List<Entrant> chosen(KeptWeights run) throws IOException {
    List<Entrant> all = new ArrayList<>(run.checkpoints());
    all.addAll(run.averages());
    Set<String> missing = new LinkedHashSet<>(request.weights());
    all.forEach(entrant -> missing.remove(entrant.candidate().weights()));
    for (String kind : missing) {
      throw new RequestException(
          "--weights %s: run %s has none of that name, or no sample of it yet; it has %s"
              .formatted(
                  kind,
                  run.name(),
                  String.join(
                      ", ",
                      new LinkedHashSet<>(
                          all.stream().map(e -> e.candidate().weights()).toList()))));
    }
    return all.stream().filter(entrant -> request.wants(entrant.candidate().weights())).toList();
  }

  private Entrant meanOfRuns() {
    List<Entrant> last = new ArrayList<>();
    for (KeptWeights run : kept) {
      List<Entrant> checkpoints = run.checkpoints();
      last.add(checkpoints.get(checkpoints.size() - 1));
    }
    long step = last.stream().mapToLong(entrant -> entrant.candidate().step()).max().orElse(0);
    String all = String.join(", ", configs.keySet());
    return Entrant.mean(new Candidate(all, "mean-runs", step), last);
  }

  private static Field.Ensemble ensemble(
      String run, String kind, List<Integer> members, List<Entrant> entrants) {
    long step =
        members.stream()
            .mapToLong(member -> entrants.get(member).candidate().step())
            .max()
            .orElse(0);
    return new Field.Ensemble(new Candidate(run, kind, step), members);
  }

  private void requireAlike() throws IOException {
    String network = network();
    List<Object> view = view(directories.get(0).readConfig().data());
    String data = directories.get(0).readInfo().dataFingerprint();
    for (int i = 1; i < kept.size(); i++) {
      if (!kept.get(i).network().equals(network)) {
        throw new RequestException(differs(i, "another network", "one network"));
      }
      if (!directories.get(i).readInfo().dataFingerprint().equals(data)) {
        throw new RequestException(differs(i, "other data", "the same data"));
      }
      if (!view(directories.get(i).readConfig().data()).equals(view)) {
        throw new RequestException(
            differs(
                i,
                "another data.mean, std, image-size or resize-shorter",
                "the same view of the images"));
      }
    }
  }

  /** What a validation sample looks like to the network, other than what is in the file. */
  private static List<Object> view(DataConfig data) {
    return List.of(
        data.mean(),
        data.std(),
        Optional.ofNullable(data.imageSize()),
        Optional.ofNullable(data.resizeShorter()));
  }

  private String differs(int run, String what, String right) {
    return "%s: was trained with %s than %s; compare runs with %s"
        .formatted(request.runs().get(run), what, request.runs().get(0), right);
  }
}
