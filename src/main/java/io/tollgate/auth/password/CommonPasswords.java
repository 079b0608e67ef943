package io.tollgate.auth.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Passwords that everybody tries first (ASVS 6.2.4). Shipped with the application: no other service is asked. */
@Component
class CommonPasswords {

    private static final String FILE = "/common-passwords.txt";

    private final Set<String> words;

    CommonPasswords() {
        this.words = read();
    }

    boolean contain(String password) {
        return words.contains(password.toLowerCase(Locale.ROOT));
    }

    private static Set<String> read() {
        try (InputStream file = Objects.requireNonNull(CommonPasswords.class.getResourceAsStream(FILE), FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
