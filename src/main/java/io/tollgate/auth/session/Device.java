package io.tollgate.auth.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session was opened on, in words that its user recognises: {@code Firefox on Windows}. A guess from the User-Agent header,
 * which anybody can set to anything: good for telling one's own devices apart and for nothing else. Mails name a device in these
 * words and never in the header's own, in which a stranger could write to somebody under our name.
 */
public record Device(String words) {

    private static final Device UNKNOWN = new Device("Unknown device");

    /** What stands in the header, and what people call it. The first that matches counts: many claim to be others as well. */
    private record Name(String mark, String word) {}

    private static final List<Name> PROGRAMS = List.of(
            new Name("Edg", "Edge"),
            new Name("OPR/", "Opera"),
            new Name("SamsungBrowser/", "Samsung Internet"),
            new Name("YaBrowser/", "Yandex Browser"),
            new Name("Vivaldi/", "Vivaldi"),
            new Name("Firefox/", "Firefox"),
            new Name("FxiOS/", "Firefox"),
            new Name("CriOS/", "Chrome"),
            new Name("Chrome/", "Chrome"),
            new Name("Safari/", "Safari"),
            new Name("okhttp/", "App"),
            new Name("CFNetwork/", "App"),
            new Name("Dart/", "App"),
            new Name("curl/", "curl"),
            new Name("PostmanRuntime/", "Postman"),
            new Name("python-", "Python program"),
            new Name("Python/", "Python program"),
            new Name("Go-http-client/", "Go program"),
            new Name("Java-http-client/", "Java program"),
            new Name("ReactorNetty/", "Java program"),
            new Name("node", "Node.js program"));

    private static final List<Name> SYSTEMS = List.of(
            new Name("iPhone", "iPhone"),
            new Name("iPad", "iPad"),
            new Name("Android", "Android"),
            new Name("Windows", "Windows"),
            new Name("CrOS", "ChromeOS"),
            new Name("Macintosh", "Mac"),
            new Name("Darwin", "Apple device"),
            new Name("Linux", "Linux"));

    public static Device of(@Nullable String userAgent) {
        if (userAgent == null || userAgent.isBlank()) {
            return UNKNOWN;
        }
        Optional<String> program = find(PROGRAMS, userAgent);
        Optional<String> system = find(SYSTEMS, userAgent);
        return program.map(
                        name -> new Device(system.map(on -> name + " on " + on).orElse(name)))
                .or(() -> system.map(Device::new))
                .orElse(UNKNOWN);
    }

    private static Optional<String> find(List<Name> names, String userAgent) {
        return names.stream()
                .filter(name -> userAgent.contains(name.mark()))
                .map(Name::word)
                .findFirst();
    }
}
