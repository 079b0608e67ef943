package io.tollgate.platform.db;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** A PostgreSQL URL in the form every host offers, taken apart for the two drivers. User and password are percent-decoded. */
record DatabaseUrl(String host, int port, String database, String user, String password) {

    private static final int DEFAULT_PORT = 5432;

    static DatabaseUrl parse(String url) {
        URI uri = URI.create(url);
        String[] userInfo = uri.getRawUserInfo().split(":", 2);
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                uri.getPath().substring(1),
                decode(userInfo[0]),
                userInfo.length == 2 ? decode(userInfo[1]) : "");
    }

    String jdbc() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    }

    private static String decode(String part) {
        // A plus sign is itself in the user part of a URL; URLDecoder would make it a space.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
