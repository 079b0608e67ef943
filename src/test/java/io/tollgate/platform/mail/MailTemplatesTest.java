package io.tollgate.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import io.tollgate.platform.mail.MailTemplates.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.util.HtmlUtils;

class MailTemplatesTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates/mail");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z][A-Za-z]+)");
    private static final Pattern MARKER = Pattern.compile("<([a-z][A-Za-z]+)>&\"");

    /** What mails branch on and need not say, with the values that have words of their own; any other is said in both parts. */
    private static final Map<String, List<String>> BRANCHES = Map.of(
            "state", List.of("warning", "blocked", "cancelled"),
            "automatic", List.of("", "yes"),
            "nextAttempt", List.of("", marker("nextAttempt")),
            "changed", List.of("", "yes"));

    private final MailTemplates templates = new MailTemplates(
            new MailProperties(
                    marker("appName"),
                    "https://app.example.test",
                    "gate@example.test",
                    "help@example.test",
                    marker("companyAddress"),
                    "localhost",
                    Duration.ofSeconds(30)),
            new MutableClock());

    @Test
    void areThereForBothPartsOfEachMail() throws IOException {
        assertThat(named(".html")).isEqualTo(named(".txt")).hasSizeGreaterThan(30);
    }

    static List<String> mails() throws IOException {
        return named(".html").stream().filter(name -> !name.equals("layout")).toList();
    }

    @ParameterizedTest
    @MethodSource("mails")
    void sayTheSameInBothPartsAndAllThatTheyAreTold(String template) throws IOException {
        Set<String> variables = variables(template + ".html");
        assertThat(variables(template + ".txt")).isEqualTo(variables);
        Set<String> said = new TreeSet<>();
        for (Map<String, String> values : variants(variables)) {
            Rendered mail = templates.render(new Mail(template, "A subject", "ada@example.test", values));
            Set<String> inText = markers(mail.text());
            assertThat(markers(HtmlUtils.htmlUnescape(mail.html())))
                    .as("with %s", values)
                    .containsAll(inText);
            said.addAll(inText);
            assertThat(mail.html()).contains("A subject", "help@example.test").doesNotContain(" th:", "${");
            assertThat(mail.text()).contains("help@example.test").doesNotContain("[(", "[#", "[/]", "${");
            assertThat(MARKER.matcher(mail.html()).find())
                    .as("names of users and plans are no HTML")
                    .isFalse();
        }
        variables.removeAll(Set.of("state", "automatic", "changed"));
        assertThat(said).containsAll(variables);
    }

    /** Every combination of the branches, the rest as markers. */
    private static List<Map<String, String>> variants(Set<String> variables) {
        List<Map<String, String>> all = List.of(Map.of());
        for (String name : variables) {
            List<String> values = BRANCHES.getOrDefault(name, List.of(marker(name)));
            all = all.stream()
                    .flatMap(rest -> values.stream().map(value -> {
                        Map<String, String> more = new HashMap<>(rest);
                        more.put(name, value);
                        return more;
                    }))
                    .collect(Collectors.toList());
        }
        return all;
    }

    private static String marker(String name) {
        return "<" + name + ">&\"";
    }

    private static Set<String> markers(String rendered) {
        return named(MARKER, rendered);
    }

    private static Set<String> variables(String file) throws IOException {
        return named(VARIABLE, Files.readString(TEMPLATES.resolve(file)));
    }

    private static Set<String> named(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> named(String ending) throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        }
    }
}
