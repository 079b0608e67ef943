package io.tollgate;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A database without rows on the shared server, for a node that must not meet the others' jobs. */
public final class FreshDatabase {

    private static final URI SHARED =
            URI.create(LocalServers.shared().environment().get("DATABASE_URL"));

    private FreshDatabase() {}

    /** Gives the new database's {@code DATABASE_URL}. */
    public static String create() {
        String name = newName();
        execute("create database %s template %s".formatted(name, Migrated.NAME));
        return "postgresql://%s@%s:%d/%s".formatted(SHARED.getRawUserInfo(), SHARED.getHost(), SHARED.getPort(), name);
    }

    private static void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbc(SHARED.getPath()), user(), password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String newName() {
        return "test_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String jdbc(String path) {
        return "jdbc:postgresql://%s:%d%s".formatted(SHARED.getHost(), SHARED.getPort(), path);
    }

    private static String user() {
        return SHARED.getUserInfo().split(":", 2)[0];
    }

    private static String password() {
        String[] parts = SHARED.getUserInfo().split(":", 2);
        return parts.length > 1 ? parts[1] : "";
    }

    /** All migrations once; a copy of the outcome takes a fraction of their time. */
    private static final class Migrated {
        static final String NAME = migrate(newName());

        private static String migrate(String name) {
            execute("create database " + name);
            Flyway.configure()
                    .dataSource(jdbc("/" + name), user(), password())
                    .load()
                    .migrate();
            return name;
        }
    }
}
