package dev.largo.command;

import dev.largo.config.SyntheticConfig;
import dev.largo.data.synthetic.Synthesizer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code largo synthesize}: writes the built-in image set. */
@Command(
    name = "synthesize",
    description = "Writes the built-in synthetic image set, as JPEG files in ImageFolder layout.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Example: largo synthesize data/synthetic --train 8000 --validation 2000"})
final class SynthesizeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "DST", description = "A directory that is absent or empty.")
  String destination;

  @Option(names = "--train", paramLabel = "N", description = "Training images.")
  int trainSamples = 8000;

  @Option(names = "--validation", paramLabel = "N", description = "Validation images.")
  int validationSamples = 2000;

  @Option(names = "--image-size", paramLabel = "PIXELS", description = "Side of an image.")
  int imageSize = 64;

  @Option(names = "--seed", paramLabel = "SEED", description = "Seeds every image.")
  long seed = 1;

  SynthesizeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    SyntheticConfig config =
        new SyntheticConfig(destination, trainSamples, validationSamples, imageSize, seed);
    Synthesizer.synthesize(config, HadoopSettings.load(), done -> {});
    console
        .out()
        .printf(
            "wrote %d training and %d validation images to %s%n",
            trainSamples, validationSamples, destination);
    return ExitStatus.DONE;
  }
}
