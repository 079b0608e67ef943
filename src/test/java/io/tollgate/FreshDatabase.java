package io.tollgate;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** An empty database on the shared server, for a node that must not meet the others' jobs. */
public final class FreshDatabase {

    private FreshDatabase() {}

    /** Gives the new database's {@code DATABASE_URL}. */
    public static String create() {
        URI shared = URI.create(LocalServers.shared().environment().get("DATABASE_URL"));
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        String[] user = shared.getUserInfo().split(":", 2);
        String jdbc = "jdbc:postgresql://%s:%d%s".formatted(shared.getHost(), shared.getPort(), shared.getPath());
        try (Connection connection = DriverManager.getConnection(jdbc, user[0], user.length > 1 ? user[1] : "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "postgresql://%s@%s:%d/%s".formatted(shared.getRawUserInfo(), shared.getHost(), shared.getPort(), name);
    }
}
