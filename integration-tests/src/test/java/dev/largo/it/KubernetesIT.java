package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pod templates, read as Kubernetes' own types. */
final class KubernetesIT {
  private static final Path REPOSITORY = Path.of(System.getProperty("basedir", ".")).resolve("..");
  private static final Path TEMPLATES = REPOSITORY.resolve("submit/kubernetes");

  /** Refuses a field that a type does not have; the types would otherwise keep it aside. */
  private static final class OnlyKnownFields extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return Boolean.FALSE;
    }
  }

  private static Pod pod(String yaml) throws IOException {
    ObjectMapper mapper = new YAMLMapper().setAnnotationIntrospector(new OnlyKnownFields());
    return mapper.readValue(yaml, Pod.class);
  }

  @ParameterizedTest
  @CsvSource({"driver.yaml, driver", "executor.yaml, executor", "executor-gpu.yaml, executor"})
  void templatesAreSoundAndNeedNoRoot(String file, String name) throws Exception {
    Pod pod = pod(Files.readString(TEMPLATES.resolve(file)));

    assertEquals("v1", pod.getApiVersion());
    assertEquals("Pod", pod.getKind());
    assertEquals(true, pod.getSpec().getSecurityContext().getRunAsNonRoot());
    assertEquals(1, pod.getSpec().getContainers().size());
    Container container = pod.getSpec().getContainers().get(0);
    assertEquals(name, container.getName());
    assertEquals(false, container.getSecurityContext().getAllowPrivilegeEscalation());
    List<String> volumes = pod.getSpec().getVolumes().stream().map(v -> v.getName()).toList();
    assertEquals(volumes, container.getVolumeMounts().stream().map(VolumeMount::getName).toList());
  }

  @Test
  void theTemplateForGpusLimitsThem() throws Exception {
    Pod pod = pod(Files.readString(TEMPLATES.resolve("executor-gpu.yaml")));

    assertEquals(
        new Quantity("1"),
        pod.getSpec().getContainers().get(0).getResources().getLimits().get("nvidia.com/gpu"));
  }

  @Test
  void aWrongFieldWouldBeNoticed() throws Exception {
    String right = Files.readString(TEMPLATES.resolve("executor.yaml"));

    assertThrows(
        UnrecognizedPropertyException.class,
        () -> pod(right.replace("runAsNonRoot", "runAsNotRoot")));
  }

  @Test
  void theSettingsNameTheTemplates() throws Exception {
    List<String> lines = Files.readAllLines(TEMPLATES.resolve("spark-defaults.conf"));

    List<Path> named =
        lines.stream()
            .filter(line -> line.contains("podTemplateFile "))
            .map(line -> REPOSITORY.resolve(line.substring(line.lastIndexOf(" ") + 1)))
            .toList();
    assertEquals(2, named.size());
    named.forEach(file -> assertTrue(Files.exists(file), file.toString()));
  }
}
