package dev.largo;

import dev.largo.command.Console;
import dev.largo.command.LargoCommand;
import dev.largo.command.ProcessEnd;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The main class of {@code largo.jar}. */
public final class Largo {
  private Largo() {}

  /**
   * Runs a command line and ends the process with its exit status.
   *
   * @throws Exception where the process is not ours to end, and the command failed
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    // Java cannot ask about one stream alone; the launcher can.
    boolean terminal = Boolean.getBoolean("largo.terminal");
    ProcessEnd.with(LargoCommand.execute(new Console(out, err, terminal), arguments));
  }
}
