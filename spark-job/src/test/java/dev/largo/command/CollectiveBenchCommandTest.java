package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CollectiveBenchCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --processes 2,1            | --processes 1: not from 2 to 32
          --processes 33             | --processes 33: not from 2 to 32
          --processes 5 --network lenet | --processes 5: not from 2 to 4
          --floats 0                 | --floats 0: not from 1 to 268435456
          --rounds 0                 | --rounds 0: not 1 or more
          --wires fp32,bf16          | --wires: none is called bf16; the names are fp32, fp16
          --images-per-second 0      | --images-per-second 0.0: not above 0
          --images-per-second NaN    | --images-per-second NaN: not above 0
          --network vgg              | --network: no network is called vgg
          --floats many              | Invalid value for option '--floats'
          """)
  void wrongOptionIsNamedInOneLine(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("bench", "collective"));
    arguments.addAll(Arrays.asList(options.split(" ")));

    assertEquals(ExitStatus.WRONG_REQUEST, run(arguments));

    assertEquals(1, err().lines().count(), err());
    assertTrue(err().startsWith("largo: " + message), err());
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void helpOfBenchNamesAllThatCanBeMeasured() {
    assertEquals(ExitStatus.DONE, run(List.of("bench", "--help")));

    String help = out.toString(StandardCharsets.UTF_8);
    assertTrue(help.contains("engine") && help.contains("collective"), help);
  }

  private int run(List<String> arguments) {
    return LargoCommand.execute(
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false),
        arguments.toArray(String[]::new));
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
