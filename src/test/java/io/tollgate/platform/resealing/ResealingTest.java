package io.tollgate.platform.resealing;

import static io.tollgate.platform.secret.GivenSecrets.encryption;
import static io.tollgate.platform.secret.GivenSecrets.keys;
import static io.tollgate.platform.secret.GivenSecrets.secret;
import static io.tollgate.platform.secret.GivenSecrets.withoutName;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.resealing.Resealing.Order;
import io.tollgate.platform.resealing.SealedRows.Fresh;
import io.tollgate.platform.resealing.SealedRows.Row;
import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.Sealed;
import io.tollgate.platform.time.Secrets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.r2dbc.core.DatabaseClient;

/** Nodes that were given the secret c, after b and a, and a table of their own. */
@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class ResealingTest {

    @Autowired
    private Secrets secrets;

    @Autowired
    private Outbox outbox;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private List<Sealed> places;

    @Autowired
    private SealedRows ownRows;

    private SealedTable table;
    private Sealed place;
    private Encryption encryption;
    private SealedRows rows;
    private Resealing resealing;

    @BeforeEach
    void begin() {
        table = new SealedTable(db, secrets);
        place = table.place();
        given(secret("c"), secret("b"), secret("a"));
    }

    @AfterEach
    void drop() {
        table.close();
    }

    @Test
    void sealsAnewWhatAnyEarlierSecretHasSealed() {
        List<UUID> ids = new ArrayList<>();
        ids.addAll(table.insert(230, secret("a"), UnaryOperator.identity()));
        ids.addAll(table.insert(230, secret("b"), stored -> withoutName(stored)));
        ids.addAll(table.insert(3, secret("c"), UnaryOperator.identity()));
        table.execute("insert into " + table.name() + " values (gen_random_uuid(), null)");
        assertThat(rows.countOutdated(place).block()).isEqualTo(460);
        reseal();
        assertThat(rows.countOutdated(place).block()).isZero();
        Encryption afterwards = encryption(secrets, secret("c"));
        ids.forEach(id ->
                assertThat(afterwards.decrypt(place, id, table.stored(id))).isEqualTo("text of " + id));
        List<String> before = table.all();
        reseal();
        assertThat(table.all()).as("again").isEqualTo(before);
    }

    @Test
    void leavesToTheNextRoundWhatChangedMeanwhile() {
        UUID id = table.insert(1, secret("a"), UnaryOperator.identity()).getFirst();
        Row found = rows.outdated(place, null, 10).block().getFirst();
        byte[] newer = encryption(secrets, secret("b")).encrypt(place, id, "another text");
        table.put(id, newer);
        Fresh stale = new Fresh(found, encryption.encrypt(place, id, "text of " + id));
        assertThat(rows.replace(place, List.of(stale)).block()).isZero();
        assertThat(table.stored(id)).isEqualTo(newer);
        reseal();
        assertThat(encryption.decrypt(place, id, table.stored(id))).isEqualTo("another text");
        assertThat(rows.countOutdated(place).block()).isZero();
    }

    @Test
    void isDoneBySeveralNodesAtOnce() {
        List<UUID> ids = table.insert(450, secret("b"), UnaryOperator.identity());
        var _ = AtOnce.times(4, _ -> {
            reseal();
            return 0;
        });
        assertThat(rows.countOutdated(place).block()).isZero();
        ids.forEach(id ->
                assertThat(encryption.decrypt(place, id, table.stored(id))).isEqualTo("text of " + id));
    }

    /** In the middle of a rotation, nodes have either secret as the current one: whoever comes last has its way. */
    @Test
    void losesNothingBetweenNodesThatUndoEachOthersWork() {
        List<UUID> ids = table.insert(230, secret("b"), UnaryOperator.identity());
        Resealing newNode = resealing;
        given(secret("b"), secret("c"));
        Resealing oldNode = resealing;
        var _ = AtOnce.times(6, i -> {
            reseal(i % 2 == 0 ? newNode : oldNode);
            return 0;
        });
        ids.forEach(id ->
                assertThat(encryption.decrypt(place, id, table.stored(id))).isEqualTo("text of " + id));
        reseal(newNode);
        Encryption afterwards = encryption(secrets, secret("c"));
        ids.forEach(id ->
                assertThat(afterwards.decrypt(place, id, table.stored(id))).isEqualTo("text of " + id));
    }

    @Test
    void goesOnBehindWhatItCannotRead(CapturedOutput output) {
        List<UUID> lost = table.insert(220, secret("lost"), stored -> withoutName(stored));
        table.insert(220, secret("a"), UnaryOperator.identity());
        reseal();
        assertThat(rows.countOutdated(place).block()).isEqualTo(220);
        assertThat(output)
                .contains("values of " + place.name() + " cannot be decrypted with TOLLGATE_SECRET_KEY")
                .containsAnyOf(lost.stream().map(UUID::toString).toArray(String[]::new));
    }

    /** As recovery codes of before. */
    @Test
    void leavesAloneWhatIsOfAnotherKind() {
        place = place.amongOthers();
        given(secret("c"), secret("a"));
        UUID other = table.insert(1, secret("lost"), _ -> new byte[32]).getFirst();
        UUID high = table.insert(1, secret("lost"), _ -> HexFormat.of().parseHex("ff".repeat(32)))
                .getFirst();
        table.insert(2, secret("a"), UnaryOperator.identity());
        new KeyWatch(List.of(place), rows, encryption, keys(secret("c"), secret("a")), new SimpleMeterRegistry())
                .requireKeys()
                .block();
        assertThat(rows.countOutdated(place).block()).isEqualTo(2);
        reseal();
        assertThat(rows.countOutdated(place).block()).isZero();
        assertThat(table.stored(other)).isEqualTo(new byte[32]);
        assertThat(table.stored(high)).hasSize(32);
    }

    @Test
    void namesTablesAndColumnsThatExist() {
        assertThat(places)
                .extracting(Sealed::name)
                .contains(
                        "totp.secret",
                        "signing_keys.encrypted",
                        "recovery_codes.code_hash",
                        "webhook_endpoints.secret",
                        "webhook_endpoints.previous_secret");
        for (Sealed one : places) {
            ownRows.outdated(one, one.idType().equals("uuid") ? new UUID(0, 0).toString() : "", 1)
                    .block();
            ownRows.countOutdated(one).block();
            ownRows.unnamed(one, 1).block();
            ownRows.some(one, 1).block();
            assertThat(ownRows.ofUnknownKey(one).block()).as(one.name()).isNull();
        }
    }

    private void given(String current, String... previous) {
        encryption = encryption(secrets, current, previous);
        rows = new SealedRows(db, encryption);
        resealing = new Resealing(List.of(place), rows, encryption, keys(current, previous), outbox);
    }

    private void reseal() {
        reseal(resealing);
    }

    private void reseal(Resealing node) {
        node.handle(new Order(place.name(), null), null).block();
    }
}
