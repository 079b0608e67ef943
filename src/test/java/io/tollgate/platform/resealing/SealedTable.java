package io.tollgate.platform.resealing;

import static io.tollgate.platform.secret.GivenSecrets.encryption;

import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.Sealed;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import io.tollgate.platform.time.Secrets;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient;

/** A table of a test's own, with values that nodes have sealed. */
final class SealedTable implements AutoCloseable {

    private final String name = "sealed_" + UUID.randomUUID().toString().replace("-", "");
    private final Sealed place = Sealed.column(name, "id", "uuid", "value", Purpose.TOTP_SECRETS, "thing/");
    private final DatabaseClient db;
    private final Secrets secrets;

    SealedTable(DatabaseClient db, Secrets secrets) {
        this.db = db;
        this.secrets = secrets;
        execute("create table " + name + " (id uuid primary key, value bytea)");
    }

    Sealed place() {
        return place;
    }

    String name() {
        return name;
    }

    /** @param change of what is stored */
    List<UUID> insert(int count, String secret, UnaryOperator<byte[]> change) {
        Encryption node = encryption(secrets, secret);
        List<UUID> ids =
                IntStream.range(0, count).mapToObj(_ -> UUID.randomUUID()).toList();
        String values = String.join(
                ",",
                ids.stream()
                        .map(id -> "('%s', '\\x%s')"
                                .formatted(
                                        id,
                                        HexFormat.of()
                                                .formatHex(change.apply(node.encrypt(place, id, "text of " + id)))))
                        .toList());
        execute("insert into " + name + " values " + values);
        return ids;
    }

    void put(UUID id, byte[] value) {
        db.sql("insert into " + name + " values (:id, :value) on conflict (id) do update set value = excluded.value")
                .bind("id", id)
                .bind("value", value)
                .then()
                .block();
    }

    byte[] stored(UUID id) {
        return db.sql("select value from " + name + " where id = :id")
                .bind("id", id)
                .map(row -> row.get("value", byte[].class))
                .one()
                .block();
    }

    List<String> all() {
        return db.sql("select encode(value, 'hex') as value from " + name + " where value is not null order by id")
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }

    void execute(String sql) {
        db.sql(sql).then().block();
    }

    @Override
    public void close() {
        execute("drop table " + name);
    }
}
