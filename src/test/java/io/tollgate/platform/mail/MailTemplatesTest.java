package io.tollgate.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MailTemplatesTest {

    @Test
    void areThereForBothPartsOfEachMail() throws IOException {
        assertThat(named(".html")).isEqualTo(named(".txt")).hasSizeGreaterThan(30);
    }

    private static List<String> named(String ending) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/templates/mail"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        }
    }
}
