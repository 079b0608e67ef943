package io.tollgate.platform.db;

import io.r2dbc.postgresql.client.SSLMode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL URL in the form every host offers, taken apart for the two drivers. User and password are percent-decoded.
 *
 * @param tls libpq's {@code sslmode}; {@code disable} where nothing is said
 * @param rootCertificate a PEM file; null for the certificates that the JVM trusts. Only with a mode that looks at it: whoever names
 *     one expects it to be held against the server's
 */
record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        String password,
        SSLMode tls,
        @Nullable String rootCertificate) {

    /** What {@link #parse} understands, as a regular expression. */
    static final String FORM = "postgres(ql)?://[^/@]+@[^/@?]+/[^?]+"
            + "(\\?sslmode=(disable|prefer|require|verify-ca|verify-full)"
            + "|\\?sslmode=verify-(ca|full)&sslrootcert=[^&]+"
            + "|\\?sslrootcert=[^&]+&sslmode=verify-(ca|full))?";

    private static final int DEFAULT_PORT = 5432;

    static DatabaseUrl parse(String url) {
        URI uri = URI.create(url);
        String[] userInfo = uri.getRawUserInfo().split(":", 2);
        Map<String, String> query = query(uri.getRawQuery());
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                uri.getPath().substring(1),
                decode(userInfo[0]),
                userInfo.length == 2 ? decode(userInfo[1]) : "",
                SSLMode.fromValue(query.getOrDefault("sslmode", "disable")),
                query.get("sslrootcert"));
    }

    String jdbc() {
        String trusted = rootCertificate == null
                ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
                : "&sslrootcert=" + URLEncoder.encode(rootCertificate, StandardCharsets.UTF_8);
        return "jdbc:postgresql://%s:%d/%s?sslmode=%s%s"
                .formatted(
                        host,
                        port,
                        database,
                        tls.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        tls.verifyCertificate() ? trusted : "");
    }

    private static Map<String, String> query(@Nullable String raw) {
        return raw == null
                ? Map.of()
                : Arrays.stream(raw.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> decode(pair[1]), (_, last) -> last));
    }

    private static String decode(String part) {
        // A plus sign is itself in the user part of a URL; URLDecoder would make it a space.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
