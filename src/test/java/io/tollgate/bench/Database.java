package io.tollgate.bench;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of the embedded PostgreSQL, over JDBC. */
record Database(String host, int port, String name, String user, String password) {

    static Database at(String url) {
        URI uri = URI.create(url);
        String[] userInfo = uri.getUserInfo().split(":", 2);
        return new Database(uri.getHost(), uri.getPort(), uri.getPath().substring(1), userInfo[0], userInfo[1]);
    }

    /** A new, empty database on the same server. */
    Database create(String other) throws SQLException {
        execute("drop database if exists " + other + " with (force)");
        execute("create database " + other);
        // The embedded server starts with it off, which suits tests; a limit on durable writes needs durable writes.
        execute("alter database " + other + " set synchronous_commit = on");
        return new Database(host, port, other, user, password);
    }

    void drop(String other) throws SQLException {
        execute("drop database if exists " + other + " with (force)");
    }

    String url() {
        return "postgresql://%s:%s@%s:%d/%s".formatted(user, password, host, port, name);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            boolean _ = statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    String text(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IllegalStateException("No row: " + sql);
            }
            return rows.getString(1);
        }
    }

    double decimal(String sql) throws SQLException {
        return Double.parseDouble(text(sql));
    }

    /** Transactions ended so far, these queries included. */
    long transactions() throws SQLException {
        return number("select xact_commit + xact_rollback from pg_stat_database where datname = current_database()");
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://%s:%d/%s".formatted(host, port, name), user, password);
    }
}
