package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The discovery script, with a script in the place of nvidia-smi. */
final class GpuDiscoveryIT {
  private static final Path SCRIPT =
      Path.of(System.getProperty("basedir", "."))
          .resolve("../submit/gpu-discovery.sh")
          .toAbsolutePath()
          .normalize();

  private static final String THREE =
      """
      GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aa11-0)
      GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-bb22-1)
      GPU 2: NVIDIA A100-SXM4-40GB (UUID: GPU-cc33-2)
      """;

  private static final String CUT =
      """
      GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aa11-0)
        MIG 3g.20gb     Device  0: (UUID: MIG-d1)
        MIG 3g.20gb     Device  1: (UUID: MIG-e2)
      GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-bb22-1)
      """;

  @TempDir Path tools;

  private record Result(int status, String out, String err) {}

  private void smi(String body) throws IOException {
    Path file = tools.resolve("nvidia-smi");
    Files.writeString(file, "#!/usr/bin/env bash\n" + body);
    assertTrue(file.toFile().setExecutable(true));
  }

  private void smiShows(String listing) throws IOException {
    smi("[[ $1 == -L ]] || exit 9\ncat <<'END'\n" + listing + "END\n");
  }

  private Result discover(Map<String, String> environment) throws Exception {
    Path err = tools.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, Files.readString(err));
  }

  private List<String> addresses(Map<String, String> environment) throws Exception {
    Result result = discover(environment);
    assertEquals(0, result.status(), result.err());
    assertEquals("", result.err());
    Matcher json =
        Pattern.compile("\\{\"name\": \"gpu\", \"addresses\": \\[\"(.*)\"]}\n")
            .matcher(result.out());
    assertTrue(json.matches(), result.out());
    return List.of(json.group(1).split("\", \"", -1));
  }

  @Test
  void wholeGpusAreTheNumbersByWhichCudaKnowsThem() throws Exception {
    smiShows(THREE);

    assertEquals(List.of("0", "1", "2"), addresses(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2            | GPU-cc33-2",
        "2,0          | GPU-cc33-2 GPU-aa11-0",
        "GPU-bb,2     | GPU-bb22-1 GPU-cc33-2",
        "GPU-bb22-1   | GPU-bb22-1",
        "1,-1,2       | GPU-bb22-1",
        "1,7,2        | GPU-bb22-1"
      })
  void visibleDevicesAreCountedAsCudaCountsThem(String visible, String uuids) throws Exception {
    smiShows(THREE);
    Map<String, String> environment = new HashMap<>(Map.of("CUDA_VISIBLE_DEVICES", visible));
    List<String> expected = List.of(uuids.split(" ", -1));

    List<String> numbers = addresses(environment);
    environment.put("LARGO_GPU_ADDRESSES", "uuid");

    assertEquals(expected, addresses(environment));
    assertEquals(List.of("0", "1").subList(0, expected.size()), numbers);
  }

  @Test
  void instancesAreKnownByTheirUuids() throws Exception {
    smiShows(CUT);

    assertEquals(List.of("MIG-d1", "MIG-e2", "GPU-bb22-1"), addresses(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"MIG-e2 | MIG-e2", "0 | MIG-d1 MIG-e2", "MIG-e2,MIG-d1 | MIG-e2 MIG-d1", "1 | 0"})
  void visibleInstancesAreThoseThatAreNamed(String visible, String expected) throws Exception {
    smiShows(CUT);

    assertEquals(
        List.of(expected.split(" ", -1)), addresses(Map.of("CUDA_VISIBLE_DEVICES", visible)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 0 | gpu-discovery: nvidia-smi shows no GPU on",
        "echo 'No devices were found' | gpu-discovery: nvidia-smi shows no GPU on",
        "echo 'no driver'; echo more; exit 9 | gpu-discovery: nvidia-smi -L failed on"
      })
  void withoutAGpuItFailsInOneLine(String body, String start) throws Exception {
    smi(body + "\n");

    Result result = discover(Map.of());

    assertEquals(1, result.status());
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith(start), result.err());
  }

  @ParameterizedTest
  @CsvSource({"''", "-1", "9", "GPU-ff"})
  void aListThatHidesAllGpusIsNamed(String visible) throws Exception {
    smiShows(THREE);

    Result result = discover(Map.of("CUDA_VISIBLE_DEVICES", visible));

    assertEquals(1, result.status());
    assertTrue(
        result
            .err()
            .startsWith(
                "gpu-discovery: CUDA_VISIBLE_DEVICES = '"
                    + visible
                    + "' leaves none of the 3 GPUs"),
        result.err());
  }
}
