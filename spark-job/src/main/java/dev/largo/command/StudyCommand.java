package dev.largo.command;

import dev.largo.config.ConfigTemplate;
import dev.largo.study.Study;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code largo study}: a grid of runs. */
@Command(
    name = "study",
    description = "Runs a grid of training runs; a list at a key is a dimension of it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: largo study conf/study-quickstart.conf seed=[1,2,3]",
      "The study's directory is RUNS/NAME, keys runs and name. The same command again goes on where",
      "it was left; conf/study-*.conf hold studies that are ready to run."
    })
final class StudyCommand implements Callable<Integer> {
  private final Console console;

  @Mixin ConfigArguments arguments = new ConfigArguments();

  @Option(
      names = "--retry-failed",
      description = "Tries cells again that diverged or failed, from their newest checkpoints.")
  boolean retryFailed;

  StudyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = HadoopSettings.load();
    ConfigTemplate template = arguments.template(hadoop);
    Study study = Study.of(template, StudyRun.samples(hadoop));
    return new StudyRun(study, console, hadoop, retryFailed).execute(template);
  }
}
