package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Clients branch on them: each is provoked by a test, which names it as they do or by its constant. */
class ErrorCodesTest {

    private static final Path SOURCES = Path.of("src/test/java");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]+");

    @Test
    void areAllNamedByATest() throws IOException {
        Set<String> words = words();
        assertThat(Arrays.stream(ErrorCode.values())
                        .filter(code -> !words.contains(code.code()) && !words.contains(code.name())))
                .isEmpty();
    }

    private static Set<String> words() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> WORD.matcher(text(file)).results().map(MatchResult::group))
                    .collect(Collectors.toSet());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
