package dev.largo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplatePathsTest {
  private static final String PLACE = "data.synthetic.directory";

  private static ConfigTemplate here(String keys) {
    return ConfigTemplate.load("a.conf", "largo { " + keys + " }", List.of())
        .withInputPaths(path -> "/here/" + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.format = synthetic",
        "data.format = [idx, synthetic]",
        "data.format = idx, study.cells = [{ data.format = synthetic }]",
        "search.stages = [{ keep = 1 }, { data.format = [synthetic] }]",
      })
  void builtInSetHasItsPlaceHereWhereARunMayReadIt(String keys) {
    assertEquals("/here/data/synthetic", here(keys).stated().get(PLACE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name = a",
        "data.format = idx",
        "data.format = [idx, shards], study.cells = [{}]"
      })
  void whatNoRunReadsDoesNotDependOnThePlaceOfTheCommand(String keys) {
    assertEquals(false, here(keys).stated().containsKey(PLACE));
  }

  @Test
  void runOfAnotherFormatKeepsTheDefaultAsItIs() {
    LargoConfig run =
        ConfigLoaderTest.load("data={format=idx,train=a,validation=b}")
            .withInputPaths(path -> "/here/" + path);

    assertEquals("/here/a", run.data().train());
    assertEquals("data/synthetic", run.data().synthetic().directory());
  }

  @Test
  void pathsInListsAndCellsAreReplaced() {
    ConfigTemplate template =
        here("data { format = idx, train = [a, b] }, study.cells = [{ name = n, model.file = c }]");

    assertEquals(List.of("/here/a", "/here/b"), template.stated().get("data.train"));
    assertEquals(
        List.of(Map.of("model.file", "/here/c")),
        template.study().cells().stream().map(VariantConfig::values).toList());
  }
}
