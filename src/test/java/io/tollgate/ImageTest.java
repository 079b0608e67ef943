package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image runs the JVM as it was tested and measured. */
class ImageTest {

    private static final Pattern POM = Pattern.compile("<jvm\\.arguments>([^<]*)</jvm\\.arguments>");

    @Test
    void hasEveryFlagThatTestsAndBenchRunWith() throws IOException {
        Matcher pom = POM.matcher(Files.readString(Path.of("pom.xml")));

        assertThat(pom.find()).isTrue();
        assertThat(options()).contains(pom.group(1).trim().split(" +"));
    }

    @Test
    void givesTheCacheToTheSameFlagsItWasRecordedWith() throws IOException {
        assertThat(Files.readString(Path.of("Dockerfile")))
                .contains(
                        "ENTRYPOINT [\"java\", \"@java.options\", \"-XX:AOTCache=app.aot\", \"-jar\", \"tollgate.jar\"]");
        assertThat(Files.readString(Path.of("src/ops/image/record-cache.sh")))
                .contains("java @java.options \"$@\" -jar tollgate.jar");
    }

    private static List<String> options() throws IOException {
        return Files.readAllLines(Path.of("src/ops/image/java.options")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
