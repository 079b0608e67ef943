package io.tollgate.platform.resealing;

import static io.tollgate.platform.secret.GivenSecrets.encryption;
import static io.tollgate.platform.secret.GivenSecrets.keys;
import static io.tollgate.platform.secret.GivenSecrets.secret;
import static io.tollgate.platform.secret.GivenSecrets.withoutName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.resealing.Resealing.Order;
import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.Sealed;
import io.tollgate.platform.time.Secrets;
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

/** Nodes that start with the secret c and some of before, and find values in two tables of their own. */
@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class KeyWatchTest {

    private static final String GONE = "TOLLGATE_SECRET_KEY is not the key";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Autowired
    private Secrets secrets;

    @Autowired
    private Outbox outbox;

    @Autowired
    private DatabaseClient db;

    private SealedTable table;
    private SealedTable another;
    private Resealing resealing;
    private KeyWatch watch;

    @BeforeEach
    void begin() {
        table = new SealedTable(db, secrets);
        another = new SealedTable(db, secrets);
        given(secret("c"), secret("b"), secret("a"));
    }

    @AfterEach
    void drop() {
        table.close();
        another.close();
    }

    @Test
    void stopsTheStartWithoutASecretThatIsNeeded() {
        table.insert(1, secret("c"), UnaryOperator.identity());
        UUID needsB = table.insert(1, secret("b"), UnaryOperator.identity()).getFirst();
        watch.requireKeys().block();
        given(secret("c"), secret("a"));
        assertThatThrownBy(() -> watch.requireKeys().block())
                .hasMessageContaining(GONE)
                .hasMessageContaining(table.name() + ".value, key ")
                .hasMessageContaining("row " + needsB);
        given(secret("c"), secret("b"));
        watch.requireKeys().block();
    }

    @Test
    void stopsTheStartWithoutTheSecretOfBeforeNames() {
        table.insert(5, secret("lost"), stored -> withoutName(stored));
        assertThatThrownBy(() -> watch.requireKeys().block()).hasMessageContaining(GONE);
        given(secret("c"), secret("lost"));
        watch.requireKeys().block();
        given(secret("c"));
        table.insert(1, secret("c"), stored -> withoutName(stored));
        table.execute("delete from " + table.name() + " where ctid not in (select ctid from " + table.name()
                + " order by ctid desc limit 4)");
        watch.requireKeys().block();
    }

    /** With nothing beside it that can be read, the key is as likely to be the wrong one. */
    @Test
    void stopsTheStartForTheOnlyValueThereIs() {
        table.insert(1, secret("lost"), stored -> withoutName(stored));
        assertThatThrownBy(() -> watch.requireKeys().block()).hasMessageContaining(GONE);
    }

    @Test
    void stopsTheStartForTwoThatCannotBeReadThoughOthersCan() {
        another.insert(3, secret("c"), UnaryOperator.identity());
        table.insert(2, secret("lost"), stored -> withoutName(stored));
        assertThatThrownBy(() -> watch.requireKeys().block()).hasMessageContaining(GONE);
    }

    /** One row that a disk or a person has spoilt keeps no node from starting, nor one that was sealed by no key at all. */
    @Test
    void startsWithOneBrokenValueAmongOthers(CapturedOutput output) {
        another.insert(1, secret("c"), UnaryOperator.identity());
        UUID broken = table.insert(1, secret("c"), stored -> bent(withoutName(stored)))
                .getFirst();
        watch.requireKeys().block();
        assertThat(output).contains("The value of " + table.name() + ".value in row " + broken + " is broken");

        table.put(broken, new byte[0]);
        watch.requireKeys().block();
        table.insert(1, secret("c"), KeyWatchTest::bent);
        watch.requireKeys().block();
    }

    @Test
    void tellsHowMuchIsLeftAndThatNothingIs(CapturedOutput output) {
        table.insert(3, secret("a"), UnaryOperator.identity());
        // The application's own watch has said so when it started.
        long saidBefore = saysThatNothingIsLeft(output);
        watch.measure().block();
        watch.measure().block();
        assertThat(left()).isEqualTo(3);
        assertThat(output).containsOnlyOnce("3 stored values are sealed with a key of TOLLGATE_SECRET_KEY_PREVIOUS");
        resealing.handle(new Order(table.place().name(), null), null).block();
        watch.measure().block();
        watch.measure().block();
        assertThat(left()).isZero();
        assertThat(saysThatNothingIsLeft(output)).isEqualTo(saidBefore + 1);
    }

    private static long saysThatNothingIsLeft(CapturedOutput output) {
        return output.toString()
                .lines()
                .filter(line -> line.contains("Nothing stored is sealed with a key of TOLLGATE_SECRET_KEY_PREVIOUS"))
                .count();
    }

    private void given(String current, String... previous) {
        Encryption encryption = encryption(secrets, current, previous);
        SealedRows rows = new SealedRows(db, encryption);
        List<Sealed> places = List.of(table.place(), another.place());
        resealing = new Resealing(places, rows, encryption, keys(current, previous), outbox);
        watch = new KeyWatch(places, rows, encryption, keys(current, previous), meters);
    }

    private static byte[] bent(byte[] stored) {
        byte[] bent = stored.clone();
        bent[bent.length - 1] ^= 1;
        return bent;
    }

    private double left() {
        return meters.get("tollgate.secrets.outdated")
                .tag("column", table.place().name())
                .gauge()
                .value();
    }
}
