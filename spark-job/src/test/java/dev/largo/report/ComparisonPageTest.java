package dev.largo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.compare.Comparison;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonPageTest {
  private static List<Block.Figure> figures(Page page) {
    return page.blocks().stream()
        .filter(Block.Figure.class::isInstance)
        .map(Block.Figure.class::cast)
        .toList();
  }

  private static JsonNode option(Page page, String title) {
    return figures(page).stream()
        .filter(figure -> figure.title().equals(title))
        .findFirst()
        .orElseThrow()
        .option();
  }

  private static Page page(int classes) {
    return ComparisonPage.of(
        new Compared(classes)
            .with("checkpoint", 10, "best", 0.9125, Compared.BETTER)
            .with("checkpoint", 20, "last", 0.9, null)
            .with("swa", 20, "", 0, Compared.BETTER)
            .comparison());
  }

  @Test
  void showsWhatIsAskedOfAComparison() {
    assertEquals(
        List.of(
            "Difference from the last checkpoint",
            "Accuracy while training",
            "Loss while training",
            "Reliability",
            "Agreement",
            "Classes"),
        figures(page(3)).stream().map(Block.Figure::title).toList());
  }

  @Test
  void differencesStandWithTheirIntervals() {
    JsonNode option = option(page(3), "Difference from the last checkpoint");

    assertEquals("[\"checkpoint 10\",\"swa\"]", option.path("yAxis").path("data").toString());
    assertEquals("[[1.25,0],[1.25,1]]", option.path("series").path(0).path("data").toString());
    assertEquals("[[0,-0.5,3],[1,-0.5,3]]", option.path("series").path(1).path("data").toString());
  }

  @Test
  void curvesAreThoseOfTheTrainingAndLeaveAGapForWhatIsNoNumber() {
    JsonNode series = option(page(3), "Accuracy while training").path("series");

    assertEquals("a checkpoint", series.path(0).path("name").asText());
    assertEquals("[[1,0.5],[2,0.75]]", series.path(0).path("data").toString());
    assertEquals("[[1,null]]", series.path(1).path("data").toString());
  }

  @Test
  void ofManyClassesTheMostDifferentAreShown() {
    JsonNode option = option(page(1000), "Classes");

    assertEquals(40, option.path("xAxis").path("data").size());
    assertEquals(2, option.path("series").size(), "all but the last checkpoint");
    assertEquals(40, option.path("series").path(0).path("data").size());
  }

  @Test
  void oneModelAloneHasNoChartOfDifferences() {
    Comparison alone = new Compared(3).with("checkpoint", 10, "last best", 0.9, null).comparison();

    List<String> titles =
        figures(ComparisonPage.of(alone)).stream().map(Block.Figure::title).toList();

    assertTrue(titles.contains("Agreement"), titles::toString);
    assertTrue(
        titles.stream().noneMatch(t -> t.startsWith("Difference") || t.equals("Classes")),
        titles::toString);
  }
}
