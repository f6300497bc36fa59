package dev.largo.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlBenchCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --workers 1              | --workers 1: not 2 to 10000
          --workers 10001          | --workers 10001: not 2 to 10000
          --processes 0            | --processes 0: not 1 to 32
          --workers 4 --processes 5 | --processes 5: not 1 to 4
          --steps-per-second 0     | --steps-per-second 0.0: not above 0 to 1000
          --steps-per-second NaN   | --steps-per-second NaN: not above 0 to 1000
          --layers 0               | --layers 0: not 1 or more
          --checkpoint-every 0     | --checkpoint-every 0: not 1 or more
          --heartbeat-timeout 0    | --heartbeat-timeout 0: not 1 or more
          --seconds 601            | --seconds 601: not 1 to 600
          """)
  void wrongOptionIsNamedInOneLine(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("bench", "control"));
    arguments.addAll(Arrays.asList(options.split(" ")));

    int status =
        LargoCommand.execute(
            new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false),
            arguments.toArray(String[]::new));

    String said = err.toString(StandardCharsets.UTF_8);
    assertEquals(ExitStatus.WRONG_REQUEST, status);
    assertEquals(1, said.lines().count(), said);
    assertTrue(said.startsWith("largo: " + message), said);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }
}
