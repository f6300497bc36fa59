package dev.largo.command;

import dev.largo.record.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code largo --version} prints. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"largo " + BuildInfo.current().largo()};
  }
}
