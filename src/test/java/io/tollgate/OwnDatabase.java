package io.tollgate;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A migrated database that no other test has, asked without any node. */
public class OwnDatabase implements AutoCloseable {

    private final URI url = URI.create(FreshDatabase.create());
    private final Connection connection;

    public OwnDatabase() throws SQLException {
        String[] user = url.getUserInfo().split(":", 2);
        connection = DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s".formatted(url.getHost(), url.getPort(), url.getPath()),
                user[0],
                user.length > 1 ? user[1] : "");
    }

    /** What a node on this database has in its environment. */
    public final String databaseUrl() {
        return url.toString();
    }

    /** For a node on this database, whose jobs are nobody else's. */
    public final String topicPrefix() {
        return url.getPath().substring(1) + ".";
    }

    /** What is planned under this name is to be done now. */
    public final void wake(String schedule) {
        execute("update schedules set next_at = now() where name = '%s'".formatted(schedule));
    }

    public final synchronized void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            boolean _ = statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each row as a text, with commas between its columns. */
    public final synchronized List<String> rows(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    columns.add(found.getString(i));
                }
                rows.add(String.join(",", columns));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public final long count(String sql) {
        return Long.parseLong(rows(sql).getFirst());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
