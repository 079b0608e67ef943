package io.tollgate.admin.imports;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.tollgate.LocalServers;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;

/** Tables and rows as the original system's last version writes them, in a schema of their own. */
record OriginalTables(DatabaseClient db, String schema) {

    void create() {
        execute("create schema " + schema);
        execute("create type " + schema + ".provider as enum ('GOOGLE', 'GITHUB', 'LOCAL')");
        execute("""
                create table %1$s.users (
                    id uuid primary key, email varchar(255) unique not null, username varchar(255) unique not null,
                    password varchar(255), is_admin boolean not null default false,
                    is_active boolean not null default true, is_verified boolean not null default false,
                    stripe_customer_id varchar(255), provider %1$s.provider not null default 'LOCAL',
                    created_at timestamp not null, updated_at timestamp not null default now())
                """.formatted(schema));
    }

    void drop() {
        execute("drop schema " + schema + " cascade");
    }

    ConnectionFactory source() {
        return ConnectionFactories.get(
                "r2dbc:" + LocalServers.shared().environment().get("DATABASE_URL") + "?schema=" + schema);
    }

    void row(
            UUID id,
            String email,
            String username,
            String password,
            boolean active,
            String customer,
            String provider,
            String createdAt) {
        execute("""
                insert into %1$s.users (id, email, username, password, is_active, is_verified, stripe_customer_id, provider,
                                        created_at)
                values ('%2$s', '%3$s', '%4$s', %5$s, %6$s, true, %7$s, '%8$s', '%9$s')
                """.formatted(
                        schema, id, email, username, quoted(password), active, quoted(customer), provider, createdAt));
    }

    private static String quoted(String value) {
        return value == null ? "null" : "'" + value + "'";
    }

    private void execute(String sql) {
        db.sql(sql).then().block();
    }
}
